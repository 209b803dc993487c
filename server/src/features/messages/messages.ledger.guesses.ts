/**
 * What this process knows of rooms that only it writes to. Where that still holds, one statement can say so and move the counters,
 * and a post needs one round trip instead of two. Where it does not, that statement finds no row, and nothing happened.
 */
import type { Counters, Draft, LockedRooms } from './messages.ledger.ts'

/** Rooms that are known, at most. */
const rooms = 10_000

type Known = { counters: Counters; isOurs: boolean }

export type Guess = {
  /** How far the room is, as far as is known. */
  counters: Counters
  /** The same as locked rooms, whose counters may be moved. */
  rooms: LockedRooms & { counters: ReadonlyMap<number, Counters> }
}

export function createGuesses() {
  const known = new Map<number, Known>()

  function keep(roomId: number, counters: Counters, isOurs: boolean) {
    known.delete(roomId)
    known.set(roomId, { counters: { ...counters }, isOurs })
    if (known.size > rooms) known.delete(known.keys().next().value!)
  }

  return {
    /** A guess for a single post of words, by somebody who is probably in the room; undefined where none is worth it. */
    make([draft, ...others]: readonly Draft[]): Guess | undefined {
      if (!draft || others.length > 0) return undefined
      const room = known.get(draft.roomId)
      if (!room?.isOurs || room.counters.announcement || !isOfWords(draft)) return undefined
      const counters = new Map([[draft.roomId, { ...room.counters }]])
      return {
        counters: room.counters,
        rooms: {
          counters,
          countersOf: roomId => counters.get(roomId),
          roleOf: () => 'member',
          attachmentOf: () => undefined,
        },
      }
    },
    /** The room has moved by our own hand. */
    confirm(roomId: number, counters: Counters) {
      keep(roomId, counters, true)
    },
    /** What was found under lock: a room that stands where we left it is ours to guess, until somebody else moves it. */
    learn(roomId: number, found: Counters, counters: Counters) {
      const before = known.get(roomId)?.counters
      keep(roomId, counters, before !== undefined && isSame(before, found))
    },
    forget(roomId: number) {
      known.delete(roomId)
    },
  }
}

function isOfWords({ notice, files, extras }: Draft): boolean {
  return !notice && !files && !extras?.mentions?.length
}

function isSame(one: Counters, other: Counters): boolean {
  return one.lastSeq === other.lastSeq && one.rev === other.rev && one.postCount === other.postCount
}
