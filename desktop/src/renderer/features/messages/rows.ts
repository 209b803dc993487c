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
  /** Several notices in a row that tell the same of several people; `message` is the last of them. */
  run?: Message[]
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
    above = below
    if (row.day === null && !row.startsUnread && joinRun(rows, message)) continue
    rows.push({ ...row, key: keyOf(message), message })
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

/** Takes a notice into the row above, when that tells the same of others. */
function joinRun(rows: Row[], message: Message): boolean {
  const last = rows.at(-1)
  const type = message.notice?.type
  if ((type !== 'joined' && type !== 'left') || last?.message?.notice?.type !== type) return false
  last.run ??= [last.message]
  last.run.push(message)
  last.message = message
  return true
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
  const now = after[0]?.key
  if (before.length === 0 || now === undefined || before[0]!.key === now) return false
  // The first may have become part of a run that begins further up.
  return (
    before.slice(0, 2).some(({ key: first }) => after.some(({ key }) => key === first)) ||
    before.some(({ key }) => key === now)
  )
}
