import { isLater } from './messages.apply.ts'
import type { Message } from './messages.ts'
import type { MemberJoined, MemberLeft, Room, RoomAdded, RoomRemoved } from './rooms.ts'
import { type Snapshot, type Timeline, without, withRoom } from './snapshot.ts'

/**
 * Folds the full list of my rooms, as `GET /rooms` answers it. Cached timelines stay, with the `rev` that they are known
 * to: the difference is what a catch-up has to fetch. Rooms that are not in the list are gone.
 */
export function applyRoomList(snapshot: Snapshot, rooms: readonly Room[]): Snapshot {
  const fresh: Record<number, Room> = {}
  const timelines: Record<number, Timeline> = {}
  const accounts = { ...snapshot.accounts }
  for (const room of rooms) {
    fresh[room.id] = newerOf(snapshot.rooms[room.id], room)
    const timeline = snapshot.timelines[room.id]
    if (timeline) timelines[room.id] = timeline
    if (room.peer) accounts[room.peer.id] = room.peer
  }
  return { ...snapshot, rooms: fresh, timelines, accounts }
}

/** An event may overtake the list that was read before it: what is known further stays. */
function newerOf(known: Room | undefined, listed: Room): Room {
  if (!known) return listed
  const isFurther = known.rev > listed.rev || (known.rev === listed.rev && known.readSeq > listed.readSeq)
  if (!isFurther || known.readSeq < listed.readSeq) return { ...listed, lastMessage: laterOf(known, listed) }
  const { rev, readSeq, unreadCount, lastSeq } = known
  return { ...listed, rev, readSeq, unreadCount, lastSeq, lastMessage: laterOf(known, listed) }
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
  }
}

export function applyMemberJoined(
  snapshot: Snapshot,
  { roomId, member, memberCount }: MemberJoined,
): Snapshot {
  const known = { ...snapshot, accounts: { ...snapshot.accounts, [member.account.id]: member.account } }
  return withRoom(known, roomId, room => (room.memberCount === memberCount ? room : { ...room, memberCount }))
}

export function applyMemberLeft(snapshot: Snapshot, { roomId, memberCount }: MemberLeft): Snapshot {
  return withRoom(snapshot, roomId, room =>
    room.memberCount === memberCount ? room : { ...room, memberCount },
  )
}
