/** Where a page of finds ended. */
import { ChatterError } from '@chatter/shared/errors.ts'

/** Finds are in order of time; those of the same instant by their address. */
export type FoundPlace = { createdAt: number; roomId: number; seq: number }

/** Newest first. */
export function comparePlaces(a: FoundPlace, b: FoundPlace): number {
  return b.createdAt - a.createdAt || b.roomId - a.roomId || b.seq - a.seq
}

const last = 2 ** 32 - 1

/** The place before everything of this instant. */
export function lastPlaceAt(createdAt: number): FoundPlace {
  return { createdAt, roomId: last, seq: last }
}

export type Cursor = { place: FoundPlace; skip: number }

/** @param skip finds that were shown already, when they come best first */
export function formatCursor({ createdAt, roomId, seq }: FoundPlace, skip?: number): string {
  return [createdAt, roomId, seq, ...(skip === undefined ? [] : [skip])].join('.')
}

/** @throws ChatterError `invalid_input` when it is not one that this server gave for this order */
export function parseCursor(text: string | undefined, order: 'newest' | 'best'): Cursor | undefined {
  if (text === undefined) return undefined
  const numbers = text.split('.').map(Number)
  const [createdAt, roomId, seq, skip = 0] = numbers
  const isWhole = numbers.every(number => Number.isSafeInteger(number) && number >= 0)
  if (!isWhole || numbers.length !== (order === 'best' ? 4 : 3))
    throw new ChatterError('invalid_input', 'This is not a place where a page ended.', { field: 'cursor' })
  return { place: { createdAt: createdAt!, roomId: roomId!, seq: seq! }, skip }
}
