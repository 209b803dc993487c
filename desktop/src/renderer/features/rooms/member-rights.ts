/** What somebody's role in a room allows, so that nothing is offered that the server would refuse. Pure. */
import type { Member, MemberRole, Room } from '@chatter/shared/rooms.ts'
import { compareNames } from '../../lib/name-order.ts'
import { isActive } from '../people/active.ts'

const ranks: Record<MemberRole, number> = { member: 0, moderator: 1, owner: 2 }

/** Whether I look after the room: change what it is called, and let people in and out. */
export function canModerate({ role, kind, lobby }: Pick<Room, 'role' | 'kind' | 'lobby'>): boolean {
  return kind !== 'direct' && !lobby && ranks[role] > 0
}

export function mayChangeRole(room: Pick<Room, 'role' | 'kind' | 'lobby'>): boolean {
  return canModerate(room) && room.role === 'owner'
}

/** Only those who stand below me. */
export function mayRemove(room: Pick<Room, 'role' | 'kind' | 'lobby'>, role: MemberRole): boolean {
  return canModerate(room) && ranks[room.role] > ranks[role]
}

/** Those who look after the room first, then those who are here, each by name. */
export function sortMembers(
  members: readonly Member[],
  isHere: (accountId: number) => boolean,
  locale: string,
): Member[] {
  return [...members].sort(
    (a, b) =>
      ranks[b.role] - ranks[a.role] ||
      Number(isHere(b.account.id)) - Number(isHere(a.account.id)) ||
      compareNames(a.account.displayName, b.account.displayName, locale) ||
      a.account.id - b.account.id,
  )
}

/** Who owns the room when its owner leaves: of those who may be here, the moderator who came first, else the member who did. */
export function findHeir(members: readonly Member[], owner: number): Member | undefined {
  const others = members
    .filter(({ account }) => account.id !== owner)
    .sort((a, b) => a.joinedAt - b.joinedAt || a.account.id - b.account.id)
  const active = others.filter(({ account }) => isActive(account))
  const heirs = active.length > 0 ? active : others
  return heirs.find(({ role }) => role === 'moderator') ?? heirs[0]
}
