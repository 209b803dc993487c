/** The rooms as their members see them, with marker, counts and last message, and the public ones. */
import type {
  MemberRole,
  NotificationLevel,
  PublicRoom,
  Room,
  RoomChange,
  RoomKind,
} from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import { type AccountRow, accountColumns, toAccount } from '../../lib/accounts.row.ts'
import { escapeLike } from '../../lib/like.ts'
import { isMentioned } from '../../lib/mentions.sql.ts'
import { type MessageRow, messageColumns, toMessage } from '../../lib/messages.row.ts'
import { columnList, select } from '../../lib/select.ts'
import { roomNameKey } from './rooms.names.ts'

/** A room as the database knows it for one of its members: all but who is connected. */
export type StoredRoom = Omit<Room, 'connectedCount'>

const roomColumns = {
  id: 'rooms.id',
  kind: 'rooms.kind',
  lobby: 'rooms.lobby',
  name: 'rooms.name',
  topic: 'rooms.topic',
  description: 'rooms.description',
  announcement: 'rooms.announcement',
  created_by: 'rooms.created_by',
  created_at: 'rooms.created_at',
  member_count: 'rooms.member_count',
  last_seq: 'rooms.last_seq',
  rev: 'rooms.rev',
  post_count: 'rooms.post_count',
  member_id: 'members.account_id',
  role: 'members.role',
  read_seq: 'members.read_seq',
  read_post_count: 'members.read_post_count',
  epoch: 'members.epoch',
  level: 'members.level',
  favourite: 'members.favourite',
  /** Only where both have receipts on. */
  peer_read_seq: 'CASE WHEN accounts.read_receipts AND readers.read_receipts THEN peers.read_seq END',
} as const

export type RoomRow = {
  id: number
  kind: RoomKind
  lobby: number | null
  name: string
  topic: string
  description: string
  announcement: number
  created_by: number | null
  created_at: number
  member_count: number
  last_seq: number
  rev: number
  post_count: number
  member_id: number
  role: MemberRole
  read_seq: number
  read_post_count: number
  epoch: number
  level: NotificationLevel | null
  favourite: number | null
  peer_read_seq: number | null
} & (AccountRow | { account_id: null }) &
  (MessageRow | { message_seq: null })

/** A room with its marker, peer and last message, all of one instant. */
export const roomsSql = (condition: string) => `
  SELECT ${columnList(roomColumns)}, ${columnList(accountColumns)}, ${columnList(messageColumns)}
  FROM members
  JOIN rooms ON rooms.id = members.room_id
  LEFT JOIN accounts
    ON accounts.id = CASE WHEN rooms.direct_low = members.account_id THEN rooms.direct_high ELSE rooms.direct_low END
  LEFT JOIN members AS peers ON peers.room_id = rooms.id AND peers.account_id = accounts.id
  LEFT JOIN accounts AS readers ON readers.id = members.account_id AND peers.account_id IS NOT NULL
  LEFT JOIN messages ON messages.room_id = rooms.id AND messages.seq = rooms.last_seq
  LEFT JOIN accounts AS authors ON authors.id = messages.author_id
  WHERE ${condition}`

/** Every room that these people are in, by account id. */
export async function selectRooms(
  db: Knex,
  accountIds: readonly number[],
): Promise<Map<number, StoredRoom[]>> {
  const places = accountIds.map(() => '?').join(', ')
  const rows = await select<RoomRow>(db, roomsSql(`members.account_id IN (${places})`), accountIds)
  const counts = await countUnread(db, rows)
  return new Map(
    [...Map.groupBy(rows, row => row.member_id)].map(([accountId, theirs]) => [
      accountId,
      theirs.map(row => toRoom(row, counts)),
    ]),
  )
}

/** The room as the person sees it; undefined when they are not in it. */
export async function findRoom(db: Knex, accountId: number, roomId: number): Promise<StoredRoom | undefined> {
  const condition = 'members.room_id = ? AND members.account_id = ?'
  const rows = await select<RoomRow>(db, roomsSql(condition), [roomId, accountId])
  return rows[0] && toRoom(rows[0], await countUnread(db, rows))
}

type Counts = Pick<Room, 'unreadCount' | 'mentionCount'>
type CountRow = { member_id: number; room_id: number; unread: number; mentions: number | string | null }

const placeKey = (accountId: number, roomId: number) => `${accountId}:${roomId}`

/**
 * Counts unread posts where the room has posts beyond the marker; elsewhere two numbers tell that there are none. A
 * statement of its own, because MySQL walks an index from the marker on only when the marker is a constant. It counts
 * what was unread at the room's `rev`, whatever happened since: what was deleted later counts.
 */
async function countUnread(db: Knex, rows: readonly RoomRow[]): Promise<ReadonlyMap<string, Counts>> {
  const counts = new Map<string, Counts>()
  const behind = rows.filter(row => row.post_count !== row.read_post_count)
  for (let start = 0; start < behind.length; start += unreadBatch) {
    const some = behind.slice(start, start + unreadBatch)
    const sql = some.map(() => unreadSql).join(' UNION ALL ')
    const bindings = some.flatMap(row => [
      ...[row.member_id, row.id, row.member_id],
      ...[row.id, row.read_seq + 1, row.last_seq, row.rev, row.member_id],
    ])
    for (const count of await select<CountRow>(db, sql, bindings))
      counts.set(placeKey(count.member_id, count.room_id), toCounts(count))
  }
  return counts
}

/** Sums are decimals in MySQL, and null of nothing. */
function toCounts({ unread, mentions }: CountRow): Counts {
  return { unreadCount: unread, mentionCount: Number(mentions ?? 0) }
}

/** SQLite takes 500 parts of a union at most. */
const unreadBatch = 250

export const unreadSql = `
  SELECT ? AS member_id, ? AS room_id, COUNT(*) AS unread, SUM(${isMentioned('messages')}) AS mentions
  FROM messages
  WHERE room_id = ? AND seq BETWEEN ? AND ?
    AND notice IS NULL AND (deleted_at IS NULL OR rev > ?) AND author_id <> ?`

function toRoom(row: RoomRow, counts: ReadonlyMap<string, Counts>): StoredRoom {
  return {
    id: row.id,
    kind: row.kind,
    lobby: row.lobby === 1,
    name: row.name,
    topic: row.topic,
    description: row.description,
    announcement: row.announcement === 1,
    peer: row.account_id === null ? null : toAccount(row),
    createdBy: row.created_by,
    createdAt: row.created_at,
    memberCount: row.member_count,
    role: row.role,
    lastSeq: row.last_seq,
    rev: row.rev,
    readSeq: row.read_seq,
    ...(counts.get(placeKey(row.member_id, row.id)) ?? { unreadCount: 0, mentionCount: 0 }),
    epoch: row.epoch,
    peerReadSeq: row.peer_read_seq,
    level: row.level ?? usualLevel(row.kind),
    favourite: row.favourite,
    lastMessage: row.message_seq === null ? null : toMessage(row),
  }
}

/** What people are told of a room until they choose. */
export function usualLevel(kind: RoomKind): NotificationLevel {
  return kind === 'direct' ? 'all' : 'mentions'
}

export type NewRoom = {
  kind: RoomKind
  lobby?: true
  name: string
  /** Null for a room whose name others may have too. */
  nameKey: string | null
  topic: string
  description?: string
  announcement?: boolean
  createdBy: number | null
  createdAt: number
  /** The two of a direct room, lower id first. */
  pair?: readonly [number, number]
}

/** Returns the id of the new, empty room. Rejects when a unique key has its name, its pair or the lobby already. */
export async function insertRoom(db: Knex, room: NewRoom): Promise<number> {
  const [id] = await db('rooms').insert({
    kind: room.kind,
    lobby: room.lobby ?? null,
    name: room.name,
    name_key: room.nameKey,
    direct_low: room.pair?.[0] ?? null,
    direct_high: room.pair?.[1] ?? null,
    topic: room.topic,
    description: room.description ?? '',
    ...searchKeys(room.kind, room),
    announcement: room.announcement ?? false,
    created_by: room.createdBy,
    created_at: room.createdAt,
    member_count: 0,
    last_seq: 0,
    rev: 0,
    post_count: 0,
  })
  return Number(id)
}

export async function findLobby(db: Knex): Promise<number | undefined> {
  const row: { id: number } | undefined = await db('rooms').where({ lobby: true }).first('id')
  return row?.id
}

export async function findDirect(
  db: Knex,
  [low, high]: readonly [number, number],
): Promise<number | undefined> {
  const row: { id: number } | undefined = await db('rooms')
    .where({ direct_low: low, direct_high: high })
    .first('id')
  return row?.id
}

/** What a room is called and about. */
export type Details = { kind: RoomKind } & Required<RoomChange>

export async function findDetails(db: Knex, id: number): Promise<Details> {
  const row: Pick<RoomRow, 'kind' | 'name' | 'topic' | 'description' | 'announcement'> = await db('rooms')
    .where({ id })
    .first('kind', 'name', 'topic', 'description', 'announcement')
  return { ...row, announcement: row.announcement === 1 }
}

/** Rejects when another public room has the name. */
export async function updateDetails(db: Knex, id: number, { kind, ...details }: Details): Promise<void> {
  await db('rooms')
    .where({ id })
    .update({
      ...details,
      name_key: kind === 'public' ? roomNameKey(details.name) : null,
      ...searchKeys(kind, details),
    })
}

/** What a public room is about, in the form in which it is searched. */
function searchKeys(kind: RoomKind, { topic, description = '' }: { topic: string; description?: string }) {
  if (kind !== 'public') return { topic_key: '', description_key: null }
  return {
    topic_key: searchKey(topic, 1024),
    description_key: description && searchKey(description.replace(/\s+/gu, ' '), 4096),
  }
}

/** A few ligatures fold to many letters: what does not fit is not found. */
function searchKey(text: string, limit: number): string {
  return [...roomNameKey(text)].slice(0, limit).join('')
}

/** From now on nobody finds the room, and its name is free. */
export async function hideRoom(db: Knex, id: number, deletedAt: number): Promise<void> {
  await db('rooms').where({ id }).update({ deleted_at: deletedAt, name_key: null })
}

/** Rooms that were deleted, of which something is left. */
export async function selectHiddenRooms(db: Knex): Promise<number[]> {
  return db('rooms').whereNotNull('deleted_at').orderBy('id').pluck('id')
}

/** Deletes the next messages of a room. Returns whether there were any. */
export async function deleteNextMessages(db: Knex, id: number, count: number): Promise<boolean> {
  const first: { seq: number } | undefined = await db('messages')
    .where({ room_id: id })
    .orderBy('seq')
    .first('seq')
  if (!first) return false
  await db('messages')
    .where({ room_id: id })
    .whereBetween('seq', [first.seq, first.seq + count - 1])
    .delete()
  return true
}

/** Deletes the next of what a search knows of a room. Returns whether there was anything. */
export async function deleteNextDocuments(db: Knex, id: number, count: number): Promise<boolean> {
  const ids: number[] = await db('search_documents')
    .where({ room_id: id })
    .orderBy('first_seq')
    .limit(count)
    .pluck('FTS_DOC_ID')
  if (ids.length === 0) return false
  await db('search_documents').whereIn('FTS_DOC_ID', ids).delete()
  return true
}

export async function deleteRoom(db: Knex, id: number): Promise<void> {
  await db('rooms').where({ id }).delete()
}

type PublicRow = Pick<RoomRow, 'id' | 'name' | 'topic' | 'description' | 'member_count'> & {
  is_member: number
}

/** A room's place among the public ones: those with most members first, then by their folded names. */
export type PublicPlace = { memberCount: number; nameKey: string }

const holdsKey = ['name_key', 'topic_key', 'description_key']
  .map(column => `${column} LIKE ? ESCAPE '!'`)
  .join(' OR ')

/**
 * Public rooms after a place whose folded names, topics or descriptions hold `key`, or the one that is named; without those that
 * ban the person.
 */
export async function selectPublicRooms(
  db: Knex,
  accountId: number,
  { key, after, roomId }: { key: string; after: PublicPlace | undefined; roomId?: number | undefined },
  limit: number,
): Promise<Omit<PublicRoom, 'connectedCount'>[]> {
  const isMember = db.raw(
    '(SELECT COUNT(*) FROM members WHERE members.room_id = rooms.id AND members.account_id = ?)',
    [accountId],
  )
  const rows: PublicRow[] = await db('rooms')
    .where({ kind: 'public' })
    // Only public rooms have a key: by its index they are found among all the others.
    .where('name_key', '>', '')
    .whereNull('deleted_at')
    .modify(rooms => {
      const like = `%${escapeLike(key)}%`
      if (roomId !== undefined) rooms.where('rooms.id', roomId)
      if (key) rooms.whereRaw(`(${holdsKey})`, [like, like, like])
      const { memberCount = 0, nameKey = '' } = after ?? {}
      if (after)
        rooms.whereRaw('(member_count < ? OR (member_count = ? AND name_key > ?))', [
          ...[memberCount, memberCount, nameKey],
        ])
    })
    .whereRaw('NOT EXISTS (SELECT 1 FROM bans WHERE bans.room_id = rooms.id AND bans.account_id = ?)', [
      accountId,
    ])
    .select('id', 'name', 'topic', 'description', 'member_count', { is_member: isMember })
    .orderBy([{ column: 'member_count', order: 'desc' }, 'name_key'])
    .limit(limit)
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    topic: row.topic,
    description: row.description,
    memberCount: row.member_count,
    isMember: row.is_member > 0,
  }))
}
