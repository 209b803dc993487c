/**
 * When a server comes back, everybody asks for the newest page of the same rooms within the same moment. Who asks while a
 * page is fresh is only looked up as a member, and gets what the one before them got, as long as the room's `rev` stands.
 */
import type { Knex } from 'knex'
import { createGatherer, padKeys } from '../../lib/gather.ts'
import { type Extract, readNewest, type Seat, seatKey, selectStandings } from './messages.table.ts'

/** A name that changed meanwhile would be old for this long, in milliseconds; its change is told by an event of its own. */
const freshness = 1_000

export type NewestPages = ReturnType<typeof createNewestPages>

export function createNewestPages(db: Knex) {
  const fresh = new Map<string, Extract>()
  const findStanding = createGatherer((keys: readonly string[]) =>
    selectStandings(db, padKeys(keys).map(toSeat)),
  )

  function keep(key: string, extract: Extract) {
    if (!fresh.has(key)) setTimeout(() => fresh.delete(key), freshness).unref()
    fresh.set(key, extract)
  }

  return {
    /** The last `limit` messages, oldest first; undefined when the person is not in the room. */
    async read(accountId: number, roomId: number, limit: number): Promise<Extract | undefined> {
      const key = `${roomId}:${limit}`
      const known = fresh.get(key)
      if (known) {
        const standing = await findStanding(seatKey({ roomId, accountId }))
        if (!standing || standing.roomRev === known.roomRev) return standing && known
      }
      const extract = await readNewest(db, accountId, roomId, limit)
      if (extract) keep(key, extract)
      return extract
    },
  }
}

function toSeat(key: string): Seat {
  const [roomId, accountId] = key.split(':').map(Number)
  return { roomId: roomId!, accountId: accountId! }
}
