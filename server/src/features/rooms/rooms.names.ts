import { usernameKey } from '@chatter/shared/accounts.ts'
import { toNfc } from '@chatter/shared/canonical.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { roomDescriptionLimit, roomNameLimits, roomTopicLimit } from '@chatter/shared/rooms.ts'

/** The form under which names of public rooms are equal, alike to user names. */
export const roomNameKey = usernameKey

/** The column's length. Only a name of rare ligatures, which fold to many letters each, could be longer. */
const keyLimit = 255

/** Control, bidirectional and other invisible characters, but for the joiners that hold emoji together. */
const invisible =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]/u

/**
 * Returns the name as it will be stored (NFC, trimmed, inner white space collapsed).
 * @throws ChatterError `invalid_input` when it is empty, longer than 64 characters, or has invisible characters
 */
export function parseRoomName(input: string): string {
  const name = collapse(input)
  const length = [...name].length
  if (length < roomNameLimits.min || length > roomNameLimits.max || roomNameKey(name).length > keyLimit)
    throw new ChatterError('invalid_input', 'A room name has 1 to 64 characters.', { field: 'name' })
  if (invisible.test(name))
    throw new ChatterError('invalid_input', 'The room name has invisible characters.', { field: 'name' })
  return name
}

/** @throws ChatterError `invalid_input` when it is longer than 250 characters */
export function parseTopic(input: string): string {
  const topic = collapse(input)
  if ([...topic].length > roomTopicLimit)
    throw new ChatterError('invalid_input', 'A topic has at most 250 characters.', { field: 'topic' })
  return topic
}

/** Returns the description as it will be stored: NFC, lines kept. @throws ChatterError `invalid_input` above 1,000 characters */
export function parseDescription(input: string): string {
  const description = toNfc(input.toWellFormed().replace(/\r\n?/g, '\n').trim())
  if ([...description].length > roomDescriptionLimit)
    throw new ChatterError('invalid_input', 'A description has at most 1,000 characters.', {
      field: 'description',
    })
  return description
}

function collapse(text: string): string {
  return toNfc(text.toWellFormed().replace(/\s+/gu, ' ').trim())
}
