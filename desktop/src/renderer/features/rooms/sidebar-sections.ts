/** What the side bar lists, section by section. Pure. */
import type { Room } from '@chatter/shared/rooms.ts'
import { compareNames } from '../../lib/name-order.ts'

const sectionNames = ['favourites', 'rooms', 'directs'] as const
export type SectionName = (typeof sectionNames)[number]

/** Favourites have the order that the person gave them; the others are sorted. */
export const sectionOrders = ['unread', 'recent', 'name'] as const
export type SectionOrder = (typeof sectionOrders)[number]

export type Section = { name: SectionName; rooms: Room[] }

export type SectionOrders = Readonly<Record<'rooms' | 'directs', SectionOrder>>

/** Whether a room asks for attention: a muted one never does. */
export function asksForAttention({ unreadCount, level }: Room): boolean {
  return unreadCount > 0 && level !== 'muted'
}

/** @param locale by whose alphabet names are sorted */
export function listSections(
  rooms: Readonly<Record<number, Room>>,
  orders: SectionOrders,
  locale: string,
): Section[] {
  const all = Object.values(rooms).filter(({ kind, peer }) => kind !== 'direct' || peer)
  const favourites = all.filter(({ favourite }) => favourite !== null).sort(byPlace)
  const others = all.filter(({ favourite }) => favourite === null)
  const isDirect = ({ kind }: Room) => kind === 'direct'
  return [
    { name: 'favourites', rooms: favourites },
    {
      name: 'rooms',
      rooms: others.filter(room => !isDirect(room)).sort(comparing(orders.rooms, locale)),
    },
    { name: 'directs', rooms: others.filter(isDirect).sort(comparing(orders.directs, locale)) },
  ]
}

/** What a collapsed section still shows: the open room, and what asks for attention. */
export function visibleRooms(
  { rooms }: Section,
  isCollapsed: boolean,
  openRoomId: number | null,
): readonly Room[] {
  return isCollapsed ? rooms.filter(room => room.id === openRoomId || asksForAttention(room)) : rooms
}

/** Where a new favourite goes: below all others. */
export function lastPlace(rooms: Readonly<Record<number, Room>>): number {
  return Math.max(0, ...Object.values(rooms).map(({ favourite }) => favourite ?? 0)) + 1
}

/** The place that puts one favourite before the one at `index` of the others, or after all of them. */
export function placeAt(favourites: readonly Room[], roomId: number, index: number): number {
  const others = favourites.filter(({ id }) => id !== roomId)
  const above = others[index - 1]?.favourite
  const below = others[index]?.favourite
  if (above == null) return below == null ? 1 : below - 1
  return below == null ? above + 1 : (above + below) / 2
}

/**
 * Where a favourite comes to stand among all of them, when it is put into a gap between those that are on screen: a folded
 * section shows few. Undefined when it stands there already.
 * @param gap 0 above the first one on screen, as many as are on screen below the last
 */
export function indexInGap(
  favourites: readonly Room[],
  visible: readonly Room[],
  roomId: number,
  gap: number,
): number | undefined {
  const from = visible.findIndex(({ id }) => id === roomId)
  if (from < 0 || gap < 0 || gap > visible.length || gap === from || gap === from + 1) return undefined
  const others = favourites.filter(({ id }) => id !== roomId)
  const below = visible[gap]
  return below ? others.indexOf(below) : others.indexOf(visible[gap - 1]!) + 1
}

function byPlace(a: Room, b: Room): number {
  return a.favourite! - b.favourite! || a.id - b.id
}

function comparing(order: SectionOrder, locale: string) {
  const nameOf = ({ peer, name }: Room) => peer?.displayName ?? name
  const last = ({ lastMessage, createdAt }: Room) => lastMessage?.createdAt ?? createdAt
  const byName = (a: Room, b: Room) =>
    Number(b.lobby) - Number(a.lobby) || compareNames(nameOf(a), nameOf(b), locale) || a.id - b.id
  const byTime = (a: Room, b: Room) => last(b) - last(a) || a.id - b.id
  const byAttention = (a: Room, b: Room) => Number(asksForAttention(b)) - Number(asksForAttention(a))
  if (order === 'name') return byName
  if (order === 'recent') return byTime
  return (a: Room, b: Room) => byAttention(a, b) || (a.peer && b.peer ? byTime(a, b) : byName(a, b))
}
