import type { Knex } from 'knex'
import { isMentioned } from '../../lib/mentions.sql.ts'
import { select } from '../../lib/select.ts'

/** Where a marker stands. */
export type Marker = { readSeq: number; epoch: number }

/** A marker and what lies after a place, all of one instant. */
export type Outlook = Marker & {
  lastSeq: number
  rev: number
  /** Other people's posts after the place. */
  unreadCount: number
  /** Those of them that mention the person. */
  mentionCount: number
  /** The room's posts as far as the place. */
  readPostCount: number
  /** The other one of a direct room. */
  peerId: number | null
}

type OutlookRow = {
  read_seq: number
  last_seq: number
  rev: number
  unread_count: number
  mention_count: number | string | null
  epoch: number
  read_post_count: number
  peer_id: number | null
}

/** Every part compares with constants: only then does MySQL walk the key from the place on, and not the whole room. */
const after = (condition: string, sum = 'COUNT(*)') => `
    (SELECT ${sum} FROM messages AS later
     WHERE later.room_id = ? AND later.seq > ? AND later.notice IS NULL ${condition})`

export const outlookSql = `
  SELECT members.read_seq, members.epoch, rooms.last_seq, rooms.rev,
    CASE WHEN rooms.direct_low = members.account_id THEN rooms.direct_high ELSE rooms.direct_low END AS peer_id,
    ${after('AND later.deleted_at IS NULL AND later.author_id <> ?')} AS unread_count,
    ${after(
      'AND later.mentioning IS NOT NULL AND later.deleted_at IS NULL AND later.author_id <> ?',
      `SUM(${isMentioned('later')})`,
    )} AS mention_count,
    rooms.post_count - ${after('')} AS read_post_count
  FROM members
  JOIN rooms ON rooms.id = members.room_id
  WHERE members.room_id = ? AND members.account_id = ?`

/** What lies after `seq`; undefined when the person is not in the room. */
export async function readOutlook(
  db: Knex,
  accountId: number,
  roomId: number,
  seq: number,
): Promise<Outlook | undefined> {
  const [row] = await select<OutlookRow>(db, outlookSql, [
    ...[roomId, seq, accountId],
    ...[accountId, roomId, seq, accountId],
    ...[roomId, seq],
    ...[roomId, accountId],
  ])
  if (!row) return undefined
  const { read_seq: readSeq, last_seq: lastSeq, rev, epoch } = row
  const counts = { unreadCount: row.unread_count, mentionCount: Number(row.mention_count ?? 0) }
  return { readSeq, lastSeq, rev, epoch, ...counts, readPostCount: row.read_post_count, peerId: row.peer_id }
}

/** Undefined when the person is not in the room. */
export async function findMarker(db: Knex, accountId: number, roomId: number): Promise<Marker | undefined> {
  const [row] = await select<{ read_seq: number; epoch: number }>(
    db,
    'SELECT read_seq, epoch FROM members WHERE room_id = ? AND account_id = ?',
    [roomId, accountId],
  )
  return row && { readSeq: row.read_seq, epoch: row.epoch }
}

/** Moves the marker within its epoch; never back. Returns whether it moved. */
export async function updateMarker(
  db: Knex,
  accountId: number,
  roomId: number,
  { seq, epoch, readPostCount }: { seq: number; epoch: number; readPostCount: number },
): Promise<boolean> {
  const moved = await db('members')
    .where({ room_id: roomId, account_id: accountId, epoch })
    .where('read_seq', '<', seq)
    .update({ read_seq: seq, read_post_count: readPostCount })
  return moved > 0
}

/** Sets the marker to any place, and begins a new epoch. Returns whether the marker was still of this epoch. */
export async function resetMarker(
  db: Knex,
  accountId: number,
  roomId: number,
  { seq, epoch, readPostCount }: { seq: number; epoch: number; readPostCount: number },
): Promise<boolean> {
  const reset = await db('members')
    .where({ room_id: roomId, account_id: accountId, epoch })
    .update({ read_seq: seq, read_post_count: readPostCount, epoch: epoch + 1 })
  return reset > 0
}

/** A person's direct rooms, and with whom they are. */
export async function selectDirects(
  db: Knex,
  accountId: number,
): Promise<{ roomId: number; peerId: number }[]> {
  const rows = await select<{ room_id: number; peer_id: number }>(
    db,
    `SELECT members.room_id, peers.account_id AS peer_id
     FROM members
     JOIN rooms ON rooms.id = members.room_id AND rooms.kind = 'direct'
     JOIN members AS peers ON peers.room_id = members.room_id AND peers.account_id <> members.account_id
     WHERE members.account_id = ?`,
    [accountId],
  )
  return rows.map(row => ({ roomId: row.room_id, peerId: row.peer_id }))
}

/** How far a person has read a direct room, where both of its people show each other; else undefined. */
export async function findReceipt(db: Knex, accountId: number, roomId: number): Promise<number | undefined> {
  const [row] = await select<{ read_seq: number }>(
    db,
    `SELECT members.read_seq
     FROM members
     JOIN accounts ON accounts.id = members.account_id AND accounts.read_receipts
     JOIN members AS peers ON peers.room_id = members.room_id AND peers.account_id <> members.account_id
     JOIN accounts AS readers ON readers.id = peers.account_id AND readers.read_receipts
     WHERE members.room_id = ? AND members.account_id = ?`,
    [roomId, accountId],
  )
  return row?.read_seq
}
