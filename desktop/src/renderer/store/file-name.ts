import { attachmentLimits, parseFileName } from '@chatter/shared/attachments.ts'

/** A file's name as it will be stored. One that is too long loses its middle, and one that is none becomes `file`. */
export function fileNameOf(given: string): string {
  const name = fitting(given)
  try {
    return parseFileName(name)
  } catch {
    return 'file'
  }
}

function fitting(name: string): string {
  const letters = [...name.normalize('NFC')]
  if (letters.length <= attachmentLimits.name) return name
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ''
  return letters.slice(0, attachmentLimits.name - ending.length - 1).join('') + ending
}
