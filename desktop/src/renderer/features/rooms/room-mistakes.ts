/** Which field of a room's form is wrong, and why. Pure. */
import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'
import { roomDescriptionLimit, roomNameLimits, roomTopicLimit } from '@chatter/shared/rooms.ts'

export type RoomWords = { name: string; topic: string; description: string }
export type RoomMistakes = Partial<Record<keyof RoomWords, 'invalid' | 'taken'>>

/** What can be seen to be wrong before the server is asked. */
export function findMistakes({ name, topic, description }: RoomWords): RoomMistakes {
  const isNamed = length(name) >= roomNameLimits.min && length(name) <= roomNameLimits.max
  return {
    ...(!isNamed && { name: 'invalid' }),
    ...(length(topic) > roomTopicLimit && { topic: 'invalid' }),
    ...(length(description) > roomDescriptionLimit && { description: 'invalid' }),
  }
}

/** What the server said is wrong; a code where that is no field of the form. */
export function explainRefusal(failure: unknown): RoomMistakes | ErrorCode {
  if (!(failure instanceof ChatterError)) return 'internal'
  const { code, field } = failure
  if (code === 'room_name_taken') return { name: 'taken' }
  const isOurs = field === 'name' || field === 'topic' || field === 'description'
  return isOurs ? { [field]: 'invalid' } : code
}

function length(text: string): number {
  return [...text.trim()].length
}
