import type { Knex } from 'knex'
import { isMentioned } from '../../lib/mentions.sql.ts'
import { select } from '../../lib/select.ts'

/** A marker and what lies after a place, all of one instant. */
export type Outlook = {
  readSeq: number
  lastSeq: number
  rev: number
  /** Other people's posts after the place. */
  unreadCount: number
  /** Those of them that mention the person. */
  mentionCount: number
  epoch: number
  /** The room's posts as far as the place. */
  readPostCount: number
}

type OutlookRow = {
  read_seq: number
  last_seq: number
  rev: number
  unread_count: number
  mention_count: number | string | null
  epoch: number
  read_post_count: number
}

/** Every part compares with constants: only then does MySQL walk the key from the place on, and not the whole room. */
const after = (condition: string, sum = 'COUNT(*)') => `
    (SELECT ${sum} FROM messages AS later
     WHERE later.room_id = ? AND later.seq > ? AND later.notice IS NULL ${condition})`

export const outlookSql = `
  SELECT members.read_seq, members.epoch, rooms.last_seq, rooms.rev,
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
  return { readSeq, lastSeq, rev, epoch, ...counts, readPostCount: row.read_post_count }
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
