/**
 * Which news is worth a native notification: posts of others in direct rooms and in those of which a person wants everything,
 * and in the others what mentions them, what holds one of their keywords and what brings files; never from muted rooms, not what is seen as it comes, and
 * not when it was read on another device. What came while this device was away is told once per room.
 */

import type { RoomFile } from '@chatter/shared/attachments.ts'
import { hasKeyword } from '@chatter/shared/keywords.ts'
import { isUnreadPost, mentionsPerson } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import i18next from 'i18next'
import type { AlertRequest } from '../../bridge/bridge.ts'
import { droppedWords } from '../lib/file-words.ts'
import { isUnnamedLobby } from '../lib/lobby-name.ts'
import type { Folded } from './known.ts'

/** What a person looks at, by the rule that moves their read markers. */
export type Looking = {
  isAttentive: boolean
  /** The room on screen. */
  openRoomId: number | undefined
  /** The room whose end is on screen. */
  atEndOf: number | undefined
}

/** Longest text of a notification, in UTF-16 units: systems show less, and the bridge takes no more than 1,000. */
const longestText = 300

/** What one notification tells of a room. */
export type News = {
  room: Room
  newest: Message
  /** As far as they are at hand. */
  messages: readonly Message[]
  /** How many posts it stands for. */
  count: number
}

/**
 * The news of this fold, one per room at most.
 * @param missed where rooms stood before the last list, as far as {@link missedNews} told
 */
export function newsFor(
  folded: Folded,
  looking: Looking,
  missed: ReadonlyMap<number, Missed> = new Map(),
): News[] {
  const { source, before, after, messages } = folded
  if (source === 'history' || isFirstList(folded)) return []
  if (source === 'list') return newsOfRooms(Object.values(after.rooms), folded, looking)
  const news = newsOfRooms(addedRooms(folded), folded, looking)
  for (const [roomId, told] of Map.groupBy(messages, message => message.roomId)) {
    const room = after.rooms[roomId]
    const knownSeq = missed.get(roomId)?.seq ?? before.rooms[roomId]?.lastSeq ?? 0
    if (!room || !before.rooms[roomId] || isSeenAtOnce(room, looking)) continue
    const worthy = told.filter(message => message.seq > knownSeq && isWorthTelling(message, room, after))
    const newest = worthy.reduce<Message | undefined>((a, b) => (a && a.seq > b.seq ? a : b), undefined)
    const count = source === 'changes' ? worthy.length : 1
    if (newest) news.push({ room, newest, messages: worthy, count })
  }
  return news
}

/** Of a room whose news the list does not show: its catch-up will. */
export type Missed = {
  /** How far the room was known: the news are after it, or in posts that were edited. */
  seq: number
  /** The list counts mentions that were not there before; or may, where what was held until a restart is not here. */
  hasMentions: boolean
}

/** Rooms that tell of mentions and files, where something is missed that the list's last message does not tell. */
export function missedNews(folded: Folded, looking: Looking): Map<number, Missed> {
  const { source, before, after } = folded
  const missed = new Map<number, Missed>()
  if (source !== 'list' || isFirstList(folded)) return missed
  for (const room of Object.values(after.rooms)) {
    if (wantsOf(room) !== 'mentions' || isSeenAtOnce(room, looking)) continue
    const was = before.rooms[room.id]
    const seq = was?.lastSeq ?? 0
    const hasMentions =
      room.mentionCount > (was?.mentionCount ?? 0) && room.epoch === (was?.epoch ?? room.epoch)
    const isLonger = room.lastSeq > seq
    const isTold = isLonger && room.lastMessage && isWorthTelling(room.lastMessage, room, after)
    if ((hasMentions || isLonger) && !isTold) missed.set(room.id, { seq, hasMentions })
  }
  return missed
}

/** For a room whose mentions no catch-up brought, because too much was missed there: one that counts what is unread. */
export function newsOfCount(room: Room): News | undefined {
  const { lastMessage: newest } = room
  const count = countOf(room)
  if (!newest || count === 0) return undefined
  return { room, newest, messages: [newest], count }
}

/**
 * Of a room of which nothing is cached, so that no catch-up brings its posts: the files in those after `seq`, without their words.
 * @param files the newest first
 */
export function newsOfFiles(
  room: Room,
  files: readonly RoomFile[],
  seq: number,
  { me }: Snapshot,
): News | undefined {
  const isNews = (file: RoomFile) => file.seq > Math.max(seq, room.readSeq) && file.author.id !== me?.id
  const messages = [...Map.groupBy(files.filter(isNews), file => file.seq).values()].map((files): Message => {
    const { seq, author, createdAt } = files[0]!
    const attachments = files.map(({ attachment }) => attachment)
    const post = { clientId: null, kind: 'post', body: '' } as const
    return { ...post, roomId: room.id, seq, rev: room.rev, author, createdAt, attachments }
  })
  const [newest] = messages
  if (!newest || wantsOf(room) === 'nothing') return undefined
  return { room, newest, messages, count: messages.length }
}

/** Whether the room's notification has nothing more to say: what it told of was read, here or elsewhere. */
export function isRead(snapshot: Snapshot, roomId: number, seq: number): boolean {
  const room = snapshot.rooms[roomId]
  return !room || room.readSeq >= seq || room.unreadCount === 0 || wantsOf(room) === 'nothing'
}

/** The number on the app's icon: what a person wants to be told of and has not read. The rest is seen in the list only. */
export function badgeCount(snapshot: Snapshot): number {
  return Object.values(snapshot.rooms).reduce((count, room) => count + countOf(room), 0)
}

/** How many unread posts of a room a person wants to be told of; keywords are told, but do not count. */
export function countOf(room: Room): number {
  const wants = wantsOf(room)
  if (wants === 'nothing') return 0
  return wants === 'everything' ? room.unreadCount : room.mentionCount
}

/** What a person wants to be told of in a room. What is said to them alone is always meant for them. */
export function wantsOf({ kind, level }: Room): 'everything' | 'mentions' | 'nothing' {
  if (level === 'muted') return 'nothing'
  return kind === 'direct' || level === 'all' ? 'everything' : 'mentions'
}

/** The first list on a device brings old history, of which nothing is news. */
function isFirstList({ source, before }: Folded): boolean {
  return source === 'list' && Object.keys(before.rooms).length === 0
}

/** Rooms that tell of posts themselves. The messages that follow bring nothing newer, so nothing is told twice. */
function newsOfRooms(rooms: readonly Room[], { before, after }: Folded, looking: Looking): News[] {
  return rooms.flatMap(room => {
    const { lastMessage: newest, lastSeq } = room
    const isNews = lastSeq > (before.rooms[room.id]?.lastSeq ?? 0)
    if (!isNews || !newest || isSeenAtOnce(room, looking) || !isWorthTelling(newest, room, after)) return []
    return [{ room, newest, messages: [newest], count: Math.max(countOf(room), 1) }]
  })
}

/** Rooms that I am in since this fold, such as a direct room that somebody opened to write to me. */
function addedRooms({ before, after }: Folded): Room[] {
  if (before.rooms === after.rooms) return []
  return Object.values(after.rooms).filter(({ id }) => !before.rooms[id])
}

/** Whether somebody looks at the room, be it at old history. */
export function isLookedAt(room: Room, { isAttentive, openRoomId }: Looking): boolean {
  return isAttentive && openRoomId === room.id
}

/** Whether somebody sees what is posted in the room as it comes. */
export function isSeenAtOnce(room: Room, looking: Looking): boolean {
  return isLookedAt(room, looking) && looking.atEndOf === room.id
}

function isWorthTelling(message: Message, room: Room, { me, alertPreferences }: Snapshot): boolean {
  const wants = wantsOf(room)
  if (wants === 'nothing' || !isUnreadPost(message, room.readSeq, me?.id)) return false
  return (
    wants === 'everything' ||
    mentionsPerson(message, me?.id) ||
    bringsFiles(message) ||
    hasKeyword(message.body, alertPreferences.keywords)
  )
}

const bringsFiles = ({ attachments = [] }: Message) => attachments.length > 0

/** @param count how many posts it stands for */
export function alertOf(room: Room, newest: Message, count: number, serverUrl: string): AlertRequest {
  const author = newest.author.displayName
  const words = shorten(wordsOf(newest))
  const destination = { serverUrl, roomId: room.id, seq: newest.seq }
  // Before the words are there, its own name is better than none.
  const name = (isUnnamedLobby(room) && i18next.t('rooms.lobby')) || room.name
  if (!name || room.kind === 'direct')
    return { destination, title: count > 1 ? `${author} (${count})` : author, body: words }
  return count > 1
    ? {
        destination,
        title: `${name} (${count})`,
        body: bringsFiles(newest) ? words : `${author}: ${words}`,
      }
    : { destination, title: `${author} · ${name}`, body: words }
}

/** What the post brings, and what is said of it. */
function wordsOf({ author, body, attachments = [] }: Message): string {
  const dropped = droppedWords(author.displayName, attachments)
  return dropped && body ? `${dropped}: ${body}` : dropped || body
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
