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

export type Cursor = {
  place: FoundPlace
  /** Best first: finds after the place that were shown already, and the last of those that are chosen from. */
  skip?: number
  end?: FoundPlace | undefined
}

export function formatCursor({ createdAt, roomId, seq }: FoundPlace): string {
  return [createdAt, roomId, seq].join('.')
}

export function formatBest({ place, skip = 0, end }: Cursor): string {
  return [formatCursor(place), skip, ...(end ? [formatCursor(end)] : [])].join('.')
}

/** How many numbers a cursor has. */
const lengths = { newest: [3], best: [4, 7] }

/** @throws ChatterError `invalid_input` when it is not one that this server gave for this order */
export function parseCursor(text: string | undefined, order: 'newest' | 'best'): Cursor | undefined {
  if (text === undefined) return undefined
  const numbers = text.split('.').map(Number)
  const isWhole = numbers.every(number => Number.isSafeInteger(number) && number >= 0)
  if (!isWhole || !lengths[order].includes(numbers.length))
    throw new ChatterError('invalid_input', 'This is not a place where a page ended.', { field: 'cursor' })
  const [skip, ...end] = numbers.slice(3)
  return {
    place: toPlace(numbers),
    ...(skip !== undefined && { skip }),
    ...(end.length > 0 && { end: toPlace(end) }),
  }
}

function toPlace([createdAt = 0, roomId = 0, seq = 0]: readonly number[]): FoundPlace {
  return { createdAt, roomId, seq }
}
