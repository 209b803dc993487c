/** Where the quick switcher can lead, and in which order. Pure. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { boostFor, type NameRange, rankNames } from '../../lib/name-match.ts'
import { isActive } from '../people/active.ts'
import { asksForAttention } from '../rooms/sidebar-sections.ts'

/** A room that I am in, or somebody with whom I do not talk yet. */
export type Destination = {
  key: string
  name: string
  /** Parts of the name that were typed. */
  ranges: readonly NameRange[]
} & ({ room: Room; account?: undefined } | { room?: undefined; account: Account })

export type Known = {
  rooms: Readonly<Record<number, Room>>
  accounts: Readonly<Record<number, Account>>
  me: number
  openRoomId: number | null
  /** Room ids, the one that was open last first. */
  visits: readonly number[]
  nameOf: (room: Room) => string
}

const longest = 50

/** With nothing typed: what is unread, then where the person was last. With something typed: what matches best. */
export function listDestinations(known: Known, typed: string, now: number): Destination[] {
  const all = allDestinations(known)
  if (typed.trim() === '') return byNeed(known, all).slice(0, longest)
  const boostOf = ({ room }: Destination) => (room ? boostFor(conversationOf(room), now) : 0)
  return rankNames(all, typed, namesOf, boostOf, longest).map(({ item, nameIndex, ranges }) => ({
    ...item,
    ranges: nameIndex === 0 ? ranges : [],
  }))
}

function allDestinations({ rooms, accounts, me, nameOf }: Known): Destination[] {
  const listed = Object.values(rooms).filter(({ kind, peer }) => kind !== 'direct' || peer)
  const talking = new Set(listed.map(({ peer }) => peer?.id))
  const others = Object.values(accounts).filter(
    account => account.id !== me && !talking.has(account.id) && isActive(account),
  )
  return [
    ...listed.map(room => ({ key: `room-${room.id}`, name: nameOf(room), ranges: [], room })),
    ...others.map(account => ({
      key: `person-${account.id}`,
      name: account.displayName,
      ranges: [],
      account,
    })),
  ]
}

/** Also what a person is called when they log in. */
function namesOf({ name, room, account }: Destination): string[] {
  const username = account?.username ?? room?.peer?.username
  return username ? [name, username] : [name]
}

function byNeed({ openRoomId, visits }: Known, all: Destination[]): Destination[] {
  const visit = ({ room }: Destination) => {
    const place = room ? visits.indexOf(room.id) : -1
    return place < 0 ? visits.length : place
  }
  const need = ({ room }: Destination) => {
    if (!room) return 4
    if (room.id === openRoomId) return 3
    if (!asksForAttention(room)) return 2
    return room.mentionCount > 0 || room.peer ? 0 : 1
  }
  const last = ({ room }: Destination) => room?.lastMessage?.createdAt ?? room?.createdAt ?? 0
  return all.sort((a, b) => need(a) - need(b) || visit(a) - visit(b) || last(b) - last(a))
}

function conversationOf({ lastMessage, unreadCount, mentionCount, level }: Room) {
  const isMuted = level === 'muted'
  return {
    ...(lastMessage && { lastAt: lastMessage.createdAt }),
    unreadCount: isMuted ? 0 : unreadCount,
    mentionCount: isMuted ? 0 : mentionCount,
  }
}

/**
 * Where the active choice stands. It stays when others come before it, for example when the server answers: what Enter opens does
 * not change in the very moment in which it is pressed. With other words typed, it is the first one. -1 without choices.
 */
export function placeOfActive(
  choices: readonly { key: string }[],
  chosen: { typed: string; key: string },
  typed: string,
): number {
  const place = chosen.typed === typed ? choices.findIndex(({ key }) => key === chosen.key) : -1
  return place >= 0 ? place : Math.min(0, choices.length - 1)
}
