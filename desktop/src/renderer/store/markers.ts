/** Read markers: moved on this device at once, told to the server when it can be, and kept until it knows. */
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MarkerMoved, MoveMarker } from '@chatter/shared/markers.ts'
import { isUnreadPost, mentionsPerson } from '@chatter/shared/messages.apply.ts'
import { type Snapshot, withRoom } from '@chatter/shared/snapshot.ts'
import type { Writing } from './writing.ts'

/** Moves that follow each other within this time are told together, in milliseconds. */
const gatherTime = 250

/**
 * Moves the read marker as the server will. What stays unread can be told only from messages that are here: where they
 * are not, the snapshot stays as it is until the server has counted.
 */
export function readUpTo(snapshot: Snapshot, roomId: number, seq: number): Snapshot {
  return withRoom(snapshot, roomId, room => {
    const readSeq = Math.min(seq, room.lastSeq)
    if (readSeq <= room.readSeq) return room
    if (readSeq === room.lastSeq) return { ...room, readSeq, unreadCount: 0, mentionCount: 0 }
    const timeline = snapshot.timelines[roomId]
    const first = timeline?.messages[0]?.seq ?? Number.POSITIVE_INFINITY
    const last = timeline?.messages.at(-1)?.seq ?? 0
    if (!timeline || timeline.rev !== room.rev || first > room.readSeq + 1 || last < readSeq) return room
    const isRead = timeline.messages.filter(
      message => message.seq <= readSeq && isUnreadPost(message, room.readSeq, snapshot.me?.id),
    )
    const unreadCount = Math.max(0, room.unreadCount - isRead.length)
    const mentioned = isRead.filter(message => mentionsPerson(message, snapshot.me?.id))
    const mentionCount = Math.max(0, Math.min(room.mentionCount - mentioned.length, unreadCount))
    return { ...room, readSeq, unreadCount, mentionCount }
  })
}

export type MarkersOptions = {
  read: () => Snapshot
  change: (change: (snapshot: Snapshot) => Snapshot) => void
  call: (request: MoveMarker) => Promise<MarkerMoved>
  isConnected: () => boolean
  onMoved: (marker: MarkerMoved) => void
  writing: () => Writing | undefined
}

export function createMarkers(options: MarkersOptions) {
  /** Where the server does not know yet that we are, by room. A marker that was set back since makes it void. */
  const pending = new Map<number, { seq: number; epoch: number }>()
  const flying = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function send(roomId: number) {
    const place = pending.get(roomId)
    if (!place || flying.has(roomId) || !options.isConnected()) return
    const { seq } = place
    flying.add(roomId)
    try {
      const moved = await options.call({ roomId, ...place })
      settle(roomId, seq)
      options.onMoved(moved)
    } catch (error) {
      // Without an answer it stays, and goes with the next connection, or the next try on this one.
      if (!(error instanceof ChatterError)) throw error
      if (isFinal(error)) settle(roomId, seq)
      else timer ??= setTimeout(sendAll, (error.retryAfter ?? 5) * 1000)
    } finally {
      flying.delete(roomId)
    }
    if (seqOf(roomId) > seq) void send(roomId)
  }

  const seqOf = (roomId: number) => pending.get(roomId)?.seq ?? 0

  function settle(roomId: number, seq: number) {
    if (seqOf(roomId) > seq) return
    pending.delete(roomId)
    options.writing()?.removeMarker(roomId)
  }

  function sendAll() {
    clearTimeout(timer)
    timer = undefined
    for (const roomId of pending.keys()) void send(roomId)
  }

  return {
    /** What the last run of the app could not tell. */
    restore(markers: readonly MoveMarker[]) {
      for (const { roomId, seq, epoch = 0 } of markers) pending.set(roomId, { seq, epoch })
    },
    move(roomId: number, seq: number) {
      const room = options.read().rooms[roomId]
      const readSeq = Math.min(seq, room?.lastSeq ?? 0)
      if (!room || readSeq <= Math.max(room.readSeq, seqOf(roomId))) return
      const { epoch } = room
      pending.set(roomId, { seq: readSeq, epoch })
      options.writing()?.putMarker(roomId, readSeq, epoch)
      options.change(snapshot => readUpTo(snapshot, roomId, readSeq))
      timer ??= setTimeout(sendAll, gatherTime)
    },
    /** A room as the server tells it may be behind of what was read here. */
    overlay(snapshot: Snapshot): Snapshot {
      let overlaid = snapshot
      for (const [roomId, { seq, epoch }] of pending)
        if (overlaid.rooms[roomId]?.epoch === epoch) overlaid = readUpTo(overlaid, roomId, seq)
      return overlaid
    },
    /** The marker was set back: what was read before counts no more. */
    forget(roomId: number) {
      pending.delete(roomId)
      options.writing()?.removeMarker(roomId)
    },
    /** After a connection: tells what the server does not know. */
    resume() {
      for (const [roomId, { seq }] of pending)
        if ((options.read().rooms[roomId]?.lastSeq ?? 0) === 0) settle(roomId, seq)
      sendAll()
    },
    stop: () => clearTimeout(timer),
  }
}

/** Whether trying again is pointless: the room is gone, or the call was wrong. */
function isFinal({ code }: ChatterError): boolean {
  return code === 'not_found' || code === 'forbidden' || code === 'invalid_input'
}
