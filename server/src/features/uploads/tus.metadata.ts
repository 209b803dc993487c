import { Declaration } from '@chatter/shared/attachments.ts'
import { Id } from '@chatter/shared/primitives.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { invalidInput } from '../../lib/expected.ts'
import type { Told } from './uploads.ts'

/** What is told of a file in words: in `Upload-Metadata`, and in the fields of a form. */
export const ToldFile = Type.Object({
  ...Declaration.properties,
  sha256: Type.Optional(Declaration.properties.sha256),
})
const ToldUpload = Type.Object({ ...ToldFile.properties, roomId: Id })

const numbers = ['roomId', 'size', 'width', 'height', 'duration']

/** `Upload-Metadata` as it was decoded. @throws ChatterError `invalid_input` that names what is wrong */
export function readMetadata(
  metadata: Record<string, string | null>,
  size: number,
): { roomId: number; told: Told } {
  const { roomId, ...told } = parse(ToldUpload, { ...readWords(metadata), size })
  return { roomId, told }
}

/** The fields of a form. @throws ChatterError `invalid_input` that names what is wrong */
export function readForm(fields: Record<string, string | number>): Told {
  return parse(ToldFile, readWords(fields))
}

/** Words that stand for numbers are numbers from here on. */
function readWords(words: Record<string, string | number | null>): Record<string, unknown> {
  const read: Record<string, unknown> = { type: '' }
  for (const [name, word] of Object.entries(words))
    if (word !== null && word !== '' && !(name in Object.prototype))
      read[name] = numbers.includes(name) ? toNumber(word) : word
  return read
}

function toNumber(word: string | number): unknown {
  return /^\d{1,16}(\.\d{1,9})?$/.test(String(word)) ? Number(word) : word
}

function parse<Schema extends typeof ToldFile>(schema: Schema, input: unknown) {
  const known = Value.Clean(schema, input)
  if (Value.Check(schema, known)) return known
  throw invalidInput(Value.Errors(schema, known)[0])
}
