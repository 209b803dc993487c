/**
 * Which news is worth a native notification: posts of others in direct rooms, while that room is not being looked at and
 * unless they were read on another device. What came while this device was away is told once per room.
 */

import { isUnreadPost } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { AlertRequest, WindowState } from '../../bridge/bridge.ts'
import type { Folded } from './known.ts'

export type Looking = WindowState & {
  /** The room on screen. */
  openRoomId: number | undefined
}

/** Longest text of a notification, in UTF-16 units: systems show less, and the bridge takes no more than 1,000. */
const longestText = 300

/** The notifications that this fold raises, one per room at most. */
export function alertsFor(folded: Folded, looking: Looking, serverUrl: string): AlertRequest[] {
  const { source, before, after, messages } = folded
  if (source === 'history') return []
  // The first list on this device brings old history, of which nothing is news.
  if (source === 'list' && Object.keys(before.rooms).length === 0) return []
  if (source === 'list') return alertsForRooms(Object.values(after.rooms), folded, looking, serverUrl)
  const alerts = alertsForRooms(addedRooms(folded), folded, looking, serverUrl)
  for (const [roomId, told] of Map.groupBy(messages, message => message.roomId)) {
    const room = after.rooms[roomId]
    const knownSeq = before.rooms[roomId]?.lastSeq ?? 0
    if (!room || !before.rooms[roomId] || !mayAlert(room, looking)) continue
    const news = told.filter(({ seq }) => seq > knownSeq).filter(message => isUnread(message, room, after))
    const newest = news.reduce<Message | undefined>((a, b) => (a && a.seq > b.seq ? a : b), undefined)
    if (newest) alerts.push(alertOf(room, newest, source === 'changes' ? news.length : 1, serverUrl))
  }
  return alerts
}

/** Whether the room's notification has nothing more to say: what it told of was read, here or elsewhere. */
export function isRead(snapshot: Snapshot, roomId: number, seq: number): boolean {
  const room = snapshot.rooms[roomId]
  return !room || room.readSeq >= seq || room.unreadCount === 0
}

/** The number on the app's icon: unread private posts. Other rooms show theirs in the list only. */
export function badgeCount(snapshot: Snapshot): number {
  return Object.values(snapshot.rooms)
    .filter(({ kind }) => kind === 'direct')
    .reduce((count, { unreadCount }) => count + unreadCount, 0)
}

/** Rooms that tell of posts themselves. The messages that follow bring nothing newer, so nothing is told twice. */
function alertsForRooms(
  rooms: readonly Room[],
  { before, after }: Folded,
  looking: Looking,
  serverUrl: string,
) {
  return rooms.flatMap(room => {
    const { lastMessage, lastSeq, unreadCount } = room
    const isNews = lastSeq > (before.rooms[room.id]?.lastSeq ?? 0) && unreadCount > 0
    if (!isNews || !lastMessage || !mayAlert(room, looking) || !isUnread(lastMessage, room, after)) return []
    return [alertOf(room, lastMessage, unreadCount, serverUrl)]
  })
}

/** Rooms that I am in since this fold, such as a direct room that somebody opened to write to me. */
function addedRooms({ before, after }: Folded): Room[] {
  if (before.rooms === after.rooms) return []
  return Object.values(after.rooms).filter(({ id }) => !before.rooms[id])
}

function mayAlert(room: Room, { focused, visible, openRoomId }: Looking): boolean {
  const isLookedAt = focused && visible && openRoomId === room.id
  return room.kind === 'direct' && !isLookedAt
}

function isUnread(message: Message, room: Room, { me }: Snapshot): boolean {
  return isUnreadPost(message, room.readSeq, me?.id)
}

/** @param count how many posts it stands for */
function alertOf(room: Room, newest: Message, count: number, serverUrl: string): AlertRequest {
  const name = newest.author.displayName
  return {
    destination: { serverUrl, roomId: room.id, seq: newest.seq },
    title: count > 1 ? `${name} (${count})` : name,
    body: shorten(newest.body),
  }
}

/** The text on one line, cut between characters as people see them. */
function shorten(body: string): string {
  const line = body.replace(/\s+/gu, ' ').trim()
  if (line.length <= longestText) return line
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(line.slice(0, longestText + 50))) {
    if (short.length + segment.length >= longestText) break
    short += segment
  }
  return `${short}…`
}
