/** A room's messages as the rows of its timeline: with days, groups, and where unread begins. Pure. */
import type { Message, Notice } from '@chatter/shared/messages.ts'
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
  /** I wrote it, and the room has it. */
  isMine: boolean
  /** Several notices in a row that tell the same of several people; `message` is the last of them. */
  run?: Message[]
} & ({ message: Message; pending?: undefined } | { message?: undefined; pending: PendingPost })

/** The rows of a stretch of messages, and what they were laid from. */
export type Laid = {
  rows: readonly MessageRow[]
  messages: readonly Message[]
  unreadSeq: number | undefined
  me: number
}

type MessageRow = Extract<Row, { message: Message }>

/**
 * @param unreadFrom the seq of the first unread message, above which the line stands
 * @param me whose posts are mine
 * @param before what was laid last. Rows that stand as they stood then are the same objects again, and nearly free: a
 *   room that grows by a page is not laid as a whole.
 */
export function layMessages(
  messages: readonly Message[],
  unreadFrom: number | null,
  me: number,
  before?: Laid,
): Laid {
  const unreadSeq =
    unreadFrom === null ? undefined : messages[firstIndex(messages, ({ seq }) => seq >= unreadFrom)]?.seq
  const isAlike = before?.me === me && before.unreadSeq === unreadSeq
  const { head, tail } = isAlike ? keptRows(before, messages) : { head: [], tail: [] }
  const start = head.length > 0 ? indexAfter(messages, head.at(-1)!.message.seq) : 0
  const end = tail.length > 0 ? indexAfter(messages, firstOf(tail[0]!).seq - 1) : messages.length
  const fresh: MessageRow[] = []
  let above = start > 0 ? standingOf(messages[start - 1]!) : null
  for (const message of messages.slice(start, end)) {
    const standing = standingOf(message)
    const row = follow(above, standing, message.seq === unreadSeq)
    above = standing
    if (row.day === null && !row.startsUnread && joinRun(fresh, message)) continue
    fresh.push({ ...row, key: keyOf(message), isMine: standing.author === me, message })
  }
  return { rows: head.concat(fresh, tail), messages, unreadSeq, me }
}

/**
 * Posts that are not in the room yet, as rows below its messages.
 * @param pending in the order of writing
 * @param last the message above them
 */
export function layPending(pending: readonly PendingPost[], last: Message | undefined, me: number): Row[] {
  let above = last ? standingOf(last) : null
  return pending.map(post => {
    // This machine's clock may be behind the server's; a post that waits is never above a day that has begun.
    const time = Math.max(post.writtenAt, above?.time ?? 0)
    const standing = { time, day: dayOf(time), author: me }
    const row = follow(above, standing, false)
    above = standing
    return { ...row, key: keyOfPost(me, post.clientId), isMine: false, pending: post }
  })
}

/**
 * The rows at both ends that stay as they are, because their messages and the one above them are still the same. The last
 * of the head may take in what follows it now, so it is laid again.
 */
function keptRows({ rows, messages: old }: Laid, messages: readonly Message[]) {
  const shorter = Math.min(old.length, messages.length)
  let front = 0
  while (front < shorter && old[front] === messages[front]) front++
  let back = 0
  while (back < shorter - front && old[old.length - 1 - back] === messages[messages.length - 1 - back]) back++
  const [frontEnd, backStart] = [old[front - 1]?.seq ?? 0, old[old.length - back]?.seq ?? Infinity]
  const headEnd = firstIndex(rows, ({ message }) => message.seq > frontEnd) - 1
  const tailStart = firstIndex(rows, row => firstOf(row).seq > backStart)
  return { head: rows.slice(0, Math.max(0, headEnd)), tail: rows.slice(tailStart) }
}

/** Takes a notice into the row above, when that tells the same of others. */
function joinRun(rows: MessageRow[], message: Message): boolean {
  const last = rows.at(-1)
  const type = message.notice?.type
  if (!type || !isCounted(type) || last?.message.notice?.type !== type) return false
  last.run ??= [last.message]
  last.run.push(message)
  last.message = message
  return true
}

/** Coming and going is told of several at once. What a room is called or about now is told each time. */
export function isCounted(type: Notice['type']): type is 'joined' | 'left' | 'removed' {
  return type === 'joined' || type === 'left' || type === 'removed'
}

export function keyOf({ author, clientId, seq }: Message): string {
  return clientId === null ? `notice-${seq}` : keyOfPost(author.id, clientId)
}

/** What nobody else can write: one author writes under a clientId once. */
function keyOfPost(authorId: number, clientId: string): string {
  return `${authorId}-${clientId}`
}

/** The first message that a row tells of. */
function firstOf(row: MessageRow): Message {
  return row.run?.[0] ?? row.message
}

type Standing = { time: number; day: number; author: number | null }

/** A notice has no author, and ends a group. */
function standingOf({ createdAt: time, kind, author }: Message): Standing {
  return { time, day: dayOf(time), author: kind === 'post' ? author.id : null }
}

/** How a row follows the one above it. */
function follow(above: Standing | null, { time, day, author }: Standing, startsUnread: boolean) {
  const isNewDay = above?.day !== day
  const isGrouped =
    !isNewDay && !startsUnread && author !== null && above?.author === author && time - above.time < groupGap
  return { day: isNewDay ? time : null, startsUnread, isGrouped }
}

function indexAfter(messages: readonly Message[], seq: number): number {
  return firstIndex(messages, message => message.seq > seq)
}

/** Where the first one stands that fits, when all after it fit too; the length when none does. */
function firstIndex<One>(ordered: readonly One[], fits: (one: One) => boolean): number {
  let [low, high] = [0, ordered.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (fits(ordered[middle]!)) high = middle
    else low = middle + 1
  }
  return low
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
