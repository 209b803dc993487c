import { compareMarkers } from './markers.apply.ts'
import { isLater } from './messages.apply.ts'
import type { Message } from './messages.ts'
import type { Member, PreferencesChanged, Room, RoomAdded, RoomChanged, RoomRemoved } from './rooms.ts'
import { type Snapshot, type Timeline, without, withRoom } from './snapshot.ts'

/**
 * Folds the full list of my rooms, as `GET /rooms` answers it. Cached timelines stay, with the `rev` that they are known
 * to: the difference is what a catch-up has to fetch. Rooms that are not in the list are gone.
 */
export function applyRoomList(snapshot: Snapshot, rooms: readonly Room[]): Snapshot {
  const fresh: Record<number, Room> = {}
  const timelines: Record<number, Timeline> = {}
  const members: Record<number, readonly Member[]> = {}
  const accounts = { ...snapshot.accounts }
  for (const room of rooms) {
    fresh[room.id] = newerOf(snapshot.rooms[room.id], room)
    const timeline = snapshot.timelines[room.id]
    if (timeline) timelines[room.id] = timeline
    const known = snapshot.members[room.id]
    if (known) members[room.id] = known
    if (room.peer) accounts[room.peer.id] = room.peer
  }
  return { ...snapshot, rooms: fresh, timelines, members, accounts }
}

/** An event may overtake the list that was read before it: what is known further stays. */
function newerOf(known: Room | undefined, listed: Room): Room {
  if (!known) return listed
  const ahead = compareMarkers(known, listed)
  const isFurther = known.rev > listed.rev || (known.rev === listed.rev && ahead > 0)
  if (!isFurther || ahead < 0) return { ...listed, lastMessage: laterOf(known, listed) }
  const { rev, readSeq, epoch, unreadCount, mentionCount, lastSeq } = known
  const counts = { rev, readSeq, epoch, unreadCount, mentionCount, lastSeq }
  return { ...listed, ...counts, lastMessage: laterOf(known, listed) }
}

function laterOf({ lastMessage: known }: Room, { lastMessage: listed }: Room): Message | null {
  return known && (!listed || isLater(known, listed)) ? known : listed
}

/** Folds a room that I am in now. A room that is known already keeps what it knows. */
export function applyRoomAdded(snapshot: Snapshot, { room }: RoomAdded): Snapshot {
  if (snapshot.rooms[room.id]) return snapshot
  const accounts = room.peer ? { ...snapshot.accounts, [room.peer.id]: room.peer } : snapshot.accounts
  return { ...snapshot, accounts, rooms: { ...snapshot.rooms, [room.id]: room } }
}

export function applyRoomRemoved(snapshot: Snapshot, { roomId }: RoomRemoved): Snapshot {
  if (!snapshot.rooms[roomId]) return snapshot
  return {
    ...snapshot,
    rooms: without(snapshot.rooms, roomId),
    timelines: without(snapshot.timelines, roomId),
    typists: without(snapshot.typists, roomId),
    members: without(snapshot.members, roomId),
  }
}

/** Folds a room's new name, topic, description and kind of conversation. */
export function applyRoomChanged(snapshot: Snapshot, { roomId, ...changed }: RoomChanged): Snapshot {
  return withRoom(snapshot, roomId, room => withFields(room, changed))
}

/** Folds what I want of a room, as one of my devices said. */
export function applyPreferences(
  snapshot: Snapshot,
  { roomId, ...preferences }: PreferencesChanged,
): Snapshot {
  return withRoom(snapshot, roomId, room => withFields(room, preferences))
}

function withFields(room: Room, fields: Partial<Room>): Room {
  const names = Object.keys(fields) as (keyof Room)[]
  return names.every(name => room[name] === fields[name]) ? room : { ...room, ...fields }
}
