/**
 * How often the counts of a room changed by something else than a post or its deletion: when an edit mentioned other people. A
 * marker that moved meanwhile may have been counted before, and has to be counted again.
 */
export type Recounts = {
  of: (roomId: number) => number
  /** Called after the commit of what changed the counts, and before they are read anew. */
  note: (roomId: number) => void
}

export function createRecounts(): Recounts {
  const counts = new Map<number, number>()
  const of = (roomId: number) => counts.get(roomId) ?? 0
  return { of, note: roomId => void counts.set(roomId, of(roomId) + 1) }
}
