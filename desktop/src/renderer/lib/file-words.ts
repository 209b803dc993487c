/** What is said of files where they cannot be seen. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import i18next from 'i18next'
import { sizeWords } from './sizes.ts'

type Named = Pick<Attachment, 'name' | 'size'>

/** For a notification: `Grace dropped report.pdf, 12 MB`, `Grace dropped 3 files`. */
export function droppedWords(author: string, files: readonly Named[]): string {
  const [first] = files
  if (!first) return ''
  const { language } = i18next
  return files.length === 1
    ? i18next.t('files.dropped', { author, name: first.name, size: sizeWords(first.size, language || 'en') })
    : i18next.t('files.droppedMany', { author, count: files.length })
}

/** A message as one line: its words, or the names of its files where it has none. */
export function linesOf({
  body,
  attachments = [],
}: {
  body: string
  attachments?: readonly Named[]
}): string {
  return body || attachments.map(({ name }) => name).join(', ')
}
