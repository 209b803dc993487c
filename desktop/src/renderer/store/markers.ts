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

type Place = { seq: number; epoch: number }

export function createMarkers(options: MarkersOptions) {
  /** Where the server does not know yet that we are, by room. A marker that was set back since makes it void. */
  const pending = new Map<number, Place>()
  const flying = new Set<number>()
  /** Rooms whose marker was set back while they were looked at: that they still are must not read them again. */
  const held = new Set<number>()
  let rooms: Snapshot['rooms'] = {}
  /** Before the first list, whoever looks has only just come. */
  let wasListed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function send(roomId: number) {
    const place = pending.get(roomId)
    if (!place || flying.has(roomId) || !options.isConnected()) return
    flying.add(roomId)
    try {
      const moved = await options.call({ roomId, ...place })
      settle(roomId, place)
      options.onMoved(moved)
    } catch (error) {
      // Without an answer it stays, and goes with the next connection, or the next try on this one.
      if (!(error instanceof ChatterError)) throw error
      if (isFinal(error)) settle(roomId, place)
      else timer ??= setTimeout(sendAll, (error.retryAfter ?? 5) * 1000)
    } finally {
      flying.delete(roomId)
    }
    const next = pending.get(roomId)
    if (next && next !== place) void send(roomId)
  }

  function settle(roomId: number, place: Place) {
    if (pending.get(roomId) === place) forget(roomId)
  }

  function forget(roomId: number) {
    if (pending.delete(roomId)) options.writing()?.removeMarker(roomId)
  }

  function sendAll() {
    clearTimeout(timer)
    timer = undefined
    for (const roomId of pending.keys()) void send(roomId)
  }

  /** Everywhere that a marker was set back, what was read before counts no more. */
  function heedEpochs(next: Snapshot['rooms']) {
    if (next === rooms) return
    for (const room of Object.values(next)) {
      const before = rooms[room.id]
      if (before === room) continue
      if (wasListed && before && before.epoch < room.epoch) held.add(room.id)
      if ((pending.get(room.id)?.epoch ?? room.epoch) < room.epoch) forget(room.id)
    }
    rooms = next
  }

  return {
    /** What the last run of the app could not tell. */
    restore(markers: readonly MoveMarker[]) {
      for (const { roomId, seq, epoch = 0 } of markers) pending.set(roomId, { seq, epoch })
    },
    move(roomId: number, seq: number) {
      const room = options.read().rooms[roomId]
      if (!room || held.has(roomId)) return
      const readSeq = Math.min(seq, room.lastSeq)
      if (readSeq <= Math.max(room.readSeq, pending.get(roomId)?.seq ?? 0)) return
      const { epoch } = room
      pending.set(roomId, { seq: readSeq, epoch })
      options.writing()?.putMarker(roomId, readSeq, epoch)
      options.change(snapshot => readUpTo(snapshot, roomId, readSeq))
      timer ??= setTimeout(sendAll, gatherTime)
    },
    /** A room as the server tells it may be behind of what was read here. */
    overlay(snapshot: Snapshot): Snapshot {
      heedEpochs(snapshot.rooms)
      let overlaid = snapshot
      for (const [roomId, { seq, epoch }] of pending)
        if (overlaid.rooms[roomId]?.epoch === epoch) overlaid = readUpTo(overlaid, roomId, seq)
      return overlaid
    },
    /** What is on screen does not move this room's marker, until {@link release}. */
    hold: (roomId: number) => void held.add(roomId),
    /** The room was opened anew, or somebody wrote there: what is seen is read again. */
    release: (roomId: number) => void held.delete(roomId),
    /** After a connection: tells what the server does not know. */
    resume() {
      wasListed = true
      for (const roomId of pending.keys())
        if ((options.read().rooms[roomId]?.lastSeq ?? 0) === 0) forget(roomId)
      sendAll()
    },
    stop: () => clearTimeout(timer),
  }
}

/** Whether trying again is pointless: the room is gone, or the call was wrong. */
function isFinal({ code }: ChatterError): boolean {
  return code === 'not_found' || code === 'forbidden' || code === 'invalid_input'
}
