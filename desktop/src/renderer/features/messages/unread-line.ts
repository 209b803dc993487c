/** Where the line stands that marks the beginning of what is unread. It stays while the room stays open. Pure. */

import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'

/** @returns the first seq that may be unread when a room is opened; null when all is read */
export function unreadOnOpen({ unreadCount, readSeq }: Pick<Room, 'unreadCount' | 'readSeq'>): number | null {
  return unreadCount > 0 ? readSeq + 1 : null
}

/**
 * Moves the line to what came while nobody looked, once all above it is read. While somebody looks, new posts put no line
 * in front of them.
 */
export function moveUnreadLine(
  line: number | null,
  room: Pick<Room, 'unreadCount' | 'readSeq'>,
  isLooking: boolean,
): number | null {
  if (isLooking || room.unreadCount === 0) return line
  return line === null || room.readSeq >= line ? room.readSeq + 1 : line
}

/** The line, how often the marker had been set back when it was put there, and how many were unread since, at most. */
export type LinePlace = { line: number | null; epoch: number; count: number }

export function placeOnOpen(room: Pick<Room, 'unreadCount' | 'readSeq' | 'epoch'>): LinePlace {
  return { line: unreadOnOpen(room), epoch: room.epoch, count: room.unreadCount }
}

/** Where the line is now. A marker that was set back puts it there anew, also before somebody who looks. */
export function placeUnreadLine(
  before: LinePlace,
  room: Pick<Room, 'unreadCount' | 'readSeq' | 'epoch'>,
  isLooking: boolean,
): LinePlace {
  const { epoch, unreadCount } = room
  if (epoch !== before.epoch) return placeOnOpen(room)
  const line = moveUnreadLine(before.line, room, isLooking)
  if (line !== before.line) return { line, epoch, count: unreadCount }
  return unreadCount > before.count ? { ...before, count: unreadCount } : before
}

/** The first post of somebody else from `line` on: the line is not put above one's own post, nor a notice. */
export function firstUnread(messages: readonly Message[], line: number | null, me: number): number | null {
  if (line === null) return null
  const first = messages.find(({ seq, kind, author }) => seq >= line && kind === 'post' && author.id !== me)
  return first?.seq ?? null
}
