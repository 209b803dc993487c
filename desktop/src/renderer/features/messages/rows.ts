/** A room's messages as the rows of its timeline: with days, groups, and where unread begins. Pure. */
import type { Message } from '@chatter/shared/messages.ts'
import { dayOf } from '../../lib/times.ts'
import type { PendingPost } from '../../store/state.ts'

/** Posts of one author closer than this stand together under one name. */
export const groupGap = 5 * 60_000

export type Row = {
  /** Stays the same when a pending post becomes a message, so that nothing blinks. */
  key: string
  /** A moment of the day that starts with this row. */
  day: number | null
  startsUnread: boolean
  /** Belongs to the post above, and does not repeat name and picture. */
  isGrouped: boolean
} & ({ message: Message; pending?: undefined } | { message?: undefined; pending: PendingPost })

/**
 * @param pending posts that are not in the room yet, in the order of writing
 * @param unreadFrom the seq of the first unread message, above which the line stands
 * @param me whose posts the pending ones are
 */
export function layRows(
  messages: readonly Message[],
  pending: readonly PendingPost[],
  unreadFrom: number | null,
  me: number,
): Row[] {
  const rows: Row[] = []
  let above: Above = null
  let isUnreadMarked = unreadFrom === null
  for (const message of messages) {
    const startsUnread = !isUnreadMarked && message.seq >= unreadFrom!
    if (startsUnread) isUnreadMarked = true
    const { row, below } = follow(
      above,
      message.createdAt,
      message.kind === 'post' ? message.author.id : null,
      startsUnread,
    )
    rows.push({ ...row, key: keyOf(message), message })
    above = below
  }
  for (const post of pending) {
    // This machine's clock may be behind the server's; a post that waits is never above a day that has begun.
    const time = Math.max(post.writtenAt, above?.time ?? 0)
    const { row, below } = follow(above, time, me, false)
    rows.push({ ...row, key: post.clientId, pending: post })
    above = below
  }
  return rows
}

export function keyOf(message: Message): string {
  return message.clientId ?? `notice-${message.seq}`
}

type Above = { time: number; day: number; author: number | null } | null

/** How a row follows the one above it. A notice has no author, and ends a group. */
function follow(above: Above, time: number, author: number | null, startsUnread: boolean) {
  const day = dayOf(time)
  const isNewDay = above?.day !== day
  const isGrouped =
    !isNewDay && !startsUnread && author !== null && above?.author === author && time - above.time < groupGap
  return { row: { day: isNewDay ? time : null, startsUnread, isGrouped }, below: { time, day, author } }
}

/** How a list of rows became another one, for holding still what the person looks at. */
export function grewAtStart(before: readonly { key: string }[], after: readonly { key: string }[]): boolean {
  const first = before[0]?.key
  const now = after[0]?.key
  if (first === undefined || now === undefined || first === now) return false
  return after.some(({ key }) => key === first) || before.some(({ key }) => key === now)
}
