import type { Member, MemberChanged, MemberJoined, MemberLeft } from './rooms.ts'
import { type Snapshot, withRoom } from './snapshot.ts'

/** Folds the whole list of a room's members, as `GET /rooms/:roomId/members` answers it. */
export function applyMembers(snapshot: Snapshot, roomId: number, members: readonly Member[]): Snapshot {
  if (!snapshot.rooms[roomId]) return snapshot
  return { ...snapshot, members: { ...snapshot.members, [roomId]: members } }
}

export function applyMemberJoined(
  snapshot: Snapshot,
  { roomId, member, memberCount }: MemberJoined,
): Snapshot {
  const known = { ...snapshot, accounts: { ...snapshot.accounts, [member.account.id]: member.account } }
  const joined = withMembers(known, roomId, members =>
    members.some(({ account }) => account.id === member.account.id) ? members : [...members, member],
  )
  return withCount(joined, roomId, memberCount)
}

/** Folds somebody's new role, which may be mine. */
export function applyMemberChanged(snapshot: Snapshot, { roomId, accountId, role }: MemberChanged): Snapshot {
  const changed = withMembers(snapshot, roomId, members =>
    members.some(({ account, role: known }) => account.id === accountId && known !== role)
      ? members.map(member => (member.account.id === accountId ? { ...member, role } : member))
      : members,
  )
  if (accountId !== snapshot.me?.id) return changed
  return withRoom(changed, roomId, room => (room.role === role ? room : { ...room, role }))
}

export function applyMemberLeft(
  snapshot: Snapshot,
  { roomId, accountId, memberCount }: MemberLeft,
): Snapshot {
  const left = withMembers(snapshot, roomId, members =>
    members.some(({ account }) => account.id === accountId)
      ? members.filter(({ account }) => account.id !== accountId)
      : members,
  )
  return withCount(left, roomId, memberCount)
}

/** The snapshot with a room's list of members changed, where it is known. */
function withMembers(
  snapshot: Snapshot,
  roomId: number,
  change: (members: readonly Member[]) => readonly Member[],
): Snapshot {
  const members = snapshot.members[roomId]
  if (!members) return snapshot
  const changed = change(members)
  return changed === members ? snapshot : { ...snapshot, members: { ...snapshot.members, [roomId]: changed } }
}

function withCount(snapshot: Snapshot, roomId: number, memberCount: number): Snapshot {
  return withRoom(snapshot, roomId, room =>
    room.memberCount === memberCount ? room : { ...room, memberCount },
  )
}
