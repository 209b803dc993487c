/** How what is known of messages, their timelines and their counts grows: by events, catch-ups and pages of history. */
import { renameAll } from './accounts.apply.ts'
import type { ChangePage, Message, MessagePage, RoomMessages } from './messages.ts'
import type { Room } from './rooms.ts'
import type { Snapshot, Timeline } from './snapshot.ts'

/**
 * Folds the messages of an event or of a catch-up, in order of `rev`. What is known already is skipped, so that folding
 * twice is harmless. An event must continue the room without a gap: ask {@link hasGap} first, and catch up instead.
 */
export function applyMessages(snapshot: Snapshot, { roomId, messages: told }: RoomMessages): Snapshot {
  const room = snapshot.rooms[roomId]
  if (!room || told.length === 0) return snapshot
  const messages = withKnownNames(snapshot, told)
  const timeline = snapshot.timelines[roomId]
  const received = receive(room, messages, timeline, snapshot.me?.id)
  const merged = timeline && mergeNews(timeline, messages)
  if (received === room && merged === timeline) return snapshot
  return {
    ...snapshot,
    // A catch-up seldom changes what the list of rooms said already: who shows only that has nothing to do.
    rooms: received === room ? snapshot.rooms : { ...snapshot.rooms, [roomId]: received },
    timelines: merged ? { ...snapshot.timelines, [roomId]: merged } : snapshot.timelines,
    typists: withoutAuthors(snapshot.typists, roomId, messages),
  }
}

/** How far a room is known: every change up to this `rev` is in its counts and in its timeline. */
export function knownRev(snapshot: Snapshot, roomId: number): number {
  const room = snapshot.rooms[roomId]
  const timeline = snapshot.timelines[roomId]
  return Math.min(room?.rev ?? 0, timeline?.rev ?? Number.POSITIVE_INFINITY)
}

/** Whether a room's counts and its timeline are known to different revs, so that a catch-up is due. */
export function isBehind(snapshot: Snapshot, roomId: number): boolean {
  const room = snapshot.rooms[roomId]
  const timeline = snapshot.timelines[roomId]
  return room !== undefined && timeline !== undefined && room.rev !== timeline.rev
}

/** Whether something of this room is missing between what is known and this event. */
export function hasGap(snapshot: Snapshot, { roomId, messages }: RoomMessages): boolean {
  if (!snapshot.rooms[roomId]) return false
  let rev = knownRev(snapshot, roomId)
  for (const message of messages) {
    if (message.rev <= rev) continue
    if (message.rev !== rev + 1) return true
    rev = message.rev
  }
  return false
}

/**
 * Puts the next page of changes behind those gathered so far. A catch-up is folded as a whole, because a post that was
 * changed since stands at the rev of its last change, perhaps pages after a post that it precedes.
 */
export function continueChanges(gathered: ChangePage | undefined, page: ChangePage): ChangePage {
  if (!gathered || page.reset) return page
  return { ...page, messages: [...gathered.messages, ...page.messages] }
}

/**
 * Folds the changes that `GET /rooms/:roomId/changes` told, up to the room's own rev. The room must still be known as far
 * as it was when they were asked for: where {@link knownRev} stepped back meanwhile, ask again. A reset forgets the timeline and starts again from the newest page; it
 * cannot tell what became unread meanwhile, so the room's counts stay as they are, behind, until the room list is
 * fetched again.
 */
export function applyChanges(snapshot: Snapshot, roomId: number, page: ChangePage): Snapshot {
  const room = snapshot.rooms[roomId]
  if (!room) return snapshot
  if (page.reset) {
    const timeline = {
      messages: withKnownNames(snapshot, page.messages),
      rev: page.rev,
      hasBefore: startsLate(page.messages),
      hasAfter: false,
    }
    return { ...snapshot, timelines: { ...snapshot.timelines, [roomId]: timeline } }
  }
  const folded = applyMessages(snapshot, { roomId, messages: page.messages })
  return reach(folded, roomId, page.rev)
}

/**
 * Puts a page of history beside the timeline that it touches; a page that touches nothing replaces the timeline.
 * @param revBefore the room's {@link knownRev} when the page was asked for: what changed since then may be missing
 *   from the page, so the timeline counts as known up to there only
 */
export function applyPage(
  snapshot: Snapshot,
  roomId: number,
  told: MessagePage,
  revBefore: number,
): Snapshot {
  if (!snapshot.rooms[roomId]) return snapshot
  const page = { ...told, messages: withKnownNames(snapshot, told.messages) }
  const timeline = snapshot.timelines[roomId]
  const joined = timeline && joinPage(timeline, page, revBefore)
  const fresh = { ...page, rev: revBefore }
  return { ...snapshot, timelines: { ...snapshot.timelines, [roomId]: joined ?? fresh } }
}

type Page = Pick<Timeline, 'messages' | 'hasBefore' | 'hasAfter'>

/** Returns the timeline grown by the page, or undefined when they neither overlap nor touch. */
function joinPage(timeline: Timeline, page: Page, revBefore: number): Timeline | undefined {
  const first = timeline.messages[0]
  const last = timeline.messages.at(-1)
  const pageFirst = page.messages[0]
  const pageLast = page.messages.at(-1)
  if (!first || !last) return undefined
  if (!pageFirst || !pageLast) return timeline
  if (pageLast.seq < first.seq - 1 || pageFirst.seq > last.seq + 1) return undefined
  return {
    messages: mergeBySeq(timeline.messages, page.messages),
    rev: Math.min(timeline.rev, revBefore),
    hasBefore: pageFirst.seq <= first.seq ? page.hasBefore : timeline.hasBefore,
    hasAfter: pageLast.seq >= last.seq ? page.hasAfter : timeline.hasAfter,
  }
}

/** Merges two ascending runs; where both have a message, the one with the higher `rev` stays. */
export function mergeBySeq(left: readonly Message[], right: readonly Message[]): Message[] {
  // New posts lie behind all that is known, older pages before: a long timeline then grows without comparing.
  if (isBefore(left, right)) return left.concat(right)
  if (isBefore(right, left)) return right.concat(left)
  const merged: Message[] = []
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const a = left[l]
    const b = right[r]
    if (a && b && a.seq === b.seq) {
      merged.push(a.rev >= b.rev ? a : b)
      l++
      r++
    } else if (a && (!b || a.seq < b.seq)) {
      merged.push(a)
      l++
    } else if (b) {
      merged.push(b)
      r++
    }
  }
  return merged
}

function isBefore(left: readonly Message[], right: readonly Message[]): boolean {
  const last = left.at(-1)
  const first = right[0]
  return !last || !first || last.seq < first.seq
}

/** The timeline with what is new in it: changes of messages that it holds, and posts at its end. */
function mergeNews(timeline: Timeline, messages: readonly Message[]): Timeline {
  const rev = Math.max(timeline.rev, messages.at(-1)!.rev)
  const first = timeline.messages[0]?.seq ?? 0
  const end = timeline.hasAfter ? (timeline.messages.at(-1)?.seq ?? 0) : Number.POSITIVE_INFINITY
  const told = messages.filter(({ seq, rev }) => rev > timeline.rev && seq >= first && seq <= end)
  if (told.length === 0) return rev === timeline.rev ? timeline : { ...timeline, rev }
  // A message that changes while a catch-up is read, page by page, is told twice: its last form counts.
  const news = [...new Map(told.map(message => [message.seq, message])).values()]
  news.sort((a, b) => a.seq - b.seq)
  return { ...timeline, rev, messages: mergeBySeq(timeline.messages, news) }
}

/** What a room knows after posts and changes: how far it reaches, what is unread, what was said last. */
function receive(
  room: Room,
  messages: readonly Message[],
  timeline: Timeline | undefined,
  me: number | undefined,
): Room {
  const lastMessage = latest(room.lastMessage, messages)
  const news = messages.filter(({ rev }) => rev > room.rev)
  if (news.length === 0) return lastMessage === room.lastMessage ? room : { ...room, lastMessage }
  let { lastSeq, unreadCount, mentionCount } = room
  // A catch-up tells a post that was changed since only once, late in the order of revs: what is new is what lies
  // beyond the end that was known before all of them.
  for (const message of new Map(news.map(message => [message.seq, message])).values()) {
    lastSeq = Math.max(lastSeq, message.seq)
    const isNew = message.seq > room.lastSeq
    const counts = isNew
      ? isUnreadPost(message, room.readSeq, me)
      : wasUnreadPost(message, room.readSeq, timeline, me)
    if (!counts) continue
    unreadCount += isNew ? 1 : -1
    if (mentionsPerson(message, me)) mentionCount += isNew ? 1 : -1
  }
  unreadCount = Math.max(0, unreadCount)
  mentionCount = Math.max(0, Math.min(mentionCount, unreadCount))
  return { ...room, rev: news.at(-1)!.rev, lastSeq, unreadCount, mentionCount, lastMessage }
}

/** The newest message, in its newest form. A marker may tell of a post before the post itself arrives. */
function latest(known: Message | null, messages: readonly Message[]): Message | null {
  return messages.reduce((last, message) => (last && isLater(last, message) ? last : message), known)
}

/** Whether `one` comes after `other` in the room, or is a later form of it (or the same). */
export function isLater(one: Message, other: Message): boolean {
  return one.seq > other.seq || (one.seq === other.seq && one.rev >= other.rev)
}

/** Whether a message counts as unread: somebody else's post, not deleted, after the read marker. */
export function isUnreadPost(message: Message, readSeq: number, me: number | undefined): boolean {
  const { kind, seq, author, deletedAt } = message
  return kind === 'post' && seq > readSeq && author.id !== me && deletedAt === undefined
}

/** Whether a message mentions a person, by name or with everybody. */
export function mentionsPerson({ mentions, mentionsRoom }: Message, accountId: number | undefined): boolean {
  return mentionsRoom === true || (mentions?.some(({ id }) => id === accountId) ?? false)
}

/** Whether this change is the deletion of a post that was counted as unread. A post is deleted once only. */
function wasUnreadPost(
  message: Message,
  readSeq: number,
  timeline: Timeline | undefined,
  me: number | undefined,
): boolean {
  if (message.deletedAt === undefined) return false
  const known = timeline?.messages.find(({ seq }) => seq === message.seq)
  if (known && known.deletedAt !== undefined && known.rev < message.rev) return false
  return isUnreadPost({ ...message, deletedAt: undefined }, readSeq, me)
}

/** A page that was asked for before an author changed their name carries the old one. */
function withKnownNames({ accounts }: Snapshot, messages: readonly Message[]): readonly Message[] {
  return renameAll(messages, id => accounts[id]?.displayName)
}

function startsLate(messages: readonly Message[]): boolean {
  return (messages[0]?.seq ?? 1) > 1
}

/** The snapshot with a room known up to `rev`, though its last change did not leave a message. */
function reach(snapshot: Snapshot, roomId: number, rev: number): Snapshot {
  const room = snapshot.rooms[roomId]!
  const timeline = snapshot.timelines[roomId]
  if (room.rev >= rev && (!timeline || timeline.rev >= rev)) return snapshot
  return {
    ...snapshot,
    rooms: room.rev >= rev ? snapshot.rooms : { ...snapshot.rooms, [roomId]: { ...room, rev } },
    timelines: timeline
      ? { ...snapshot.timelines, [roomId]: { ...timeline, rev: Math.max(timeline.rev, rev) } }
      : snapshot.timelines,
  }
}

function withoutAuthors(
  typists: Snapshot['typists'],
  roomId: number,
  messages: readonly Message[],
): Snapshot['typists'] {
  const typing = typists[roomId]
  if (!typing?.length) return typists
  const still = typing.filter(({ accountId }) => !messages.some(({ author }) => author.id === accountId))
  return still.length === typing.length ? typists : { ...typists, [roomId]: still }
}
