/** Names of files, as they come over the API. */
import { attachmentLimits, parseFileName } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'

/**
 * A told name as it is stored. What no honest app tells is refused, instead of guessing what was meant: folders, null bytes, and
 * names that are too long. What is an honest name somewhere, such as `con.txt`, is written so that every system takes it.
 * @throws ChatterError `invalid_input`
 */
export function readFileName(told: string): string {
  if (/[/\\]/.test(told)) throw badName('The name of a file has no folders.')
  if (told.includes('\0')) throw badName('The name of a file has no null bytes.')
  if ([...told.normalize('NFC')].length > attachmentLimits.name)
    throw badName(`The name of a file has ${attachmentLimits.name} characters at most.`)
  return parseFileName(told)
}

function badName(why: string): ChatterError {
  return new ChatterError('invalid_input', why, { field: 'name' })
}
