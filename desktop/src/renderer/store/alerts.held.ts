/** What would have been told while the person is not to be disturbed, until that ends: then one summary tells it for each room. */
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { hasMoved, type Place } from './alerts.edits.ts'
import { countOf, isRead, type News } from './alerts.ts'
import type { HeldPlaces } from './cache.ts'

/** `readAt` is where the marker stood, if the post had been read before the edit that is to be told. */
type Untold = { message: Message; readAt?: Place }

/** Of each room the newest are kept: the count of unread posts stands for the others. */
const most = 100

/** @param onChange told which posts are held now */
export function createHeld(onChange: (places: HeldPlaces) => void) {
  const rooms = new Map<number, Map<number, Untold>>()

  function changed() {
    onChange([...rooms].map(([roomId, untold]) => ({ roomId, seqs: [...untold.keys()] })))
  }

  function keep(message: Message, readAt?: Place) {
    const untold = rooms.get(message.roomId) ?? new Map<number, Untold>()
    rooms.set(message.roomId, untold)
    untold.set(message.seq, { message, ...(readAt && { readAt }) })
    if (untold.size > most) untold.delete(Math.min(...untold.keys()))
    changed()
  }

  return {
    keep,
    /** Messages became known in a newer form: new words are told instead, and what was taken back is not. */
    follow(messages: readonly Message[]) {
      for (const message of messages) {
        const untold = rooms.get(message.roomId)
        const known = untold?.get(message.seq)
        if (!untold || !known) continue
        if (message.deletedAt === undefined) untold.set(message.seq, { ...known, message })
        else if (untold.delete(message.seq)) changed()
      }
    },
    /** Empties it. What was read meanwhile is not told any more. */
    take(snapshot: Snapshot): (News & { readAt?: Place })[] {
      const news = [...rooms].flatMap(([roomId, untold]) => summaryOf(snapshot, roomId, [...untold.values()]))
      if (rooms.size > 0) {
        rooms.clear()
        changed()
      }
      return news
    },
    clear: () => rooms.clear(),
  }
}

function summaryOf(snapshot: Snapshot, roomId: number, held: Untold[]): (News & { readAt?: Place })[] {
  const room = snapshot.rooms[roomId]
  if (!room) return []
  const untold = held.filter(({ message, readAt }) =>
    readAt ? isStillAt(room, readAt) : !isRead(snapshot, roomId, message.seq),
  )
  const newest = untold.reduce<Untold | undefined>(
    (a, b) => (a && a.message.seq > b.message.seq ? a : b),
    undefined,
  )
  if (!newest) return []
  const { message, readAt } = newest
  const count = Math.max(countOf(room), untold.length)
  return [{ room, newest: message, messages: [message], count, ...(readAt && { readAt }) }]
}

const isStillAt = (room: Room, readAt: Place) => room.level !== 'muted' && !hasMoved(room, readAt)
