import type { Message, Quote } from '@chatter/shared/messages.ts'
import type { MemberRole, RoomKind } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import { isMysql } from '../../lib/dialect.ts'
import {
  type Extras,
  type MessageRow,
  messageColumns,
  readExtras,
  storeExtras,
  toMessage,
} from '../../lib/messages.row.ts'
import { columnList, select } from '../../lib/select.ts'
import { mentioningOf } from './messages.ledger.ts'

/** A room that nobody else writes to until the transaction ends, and what the person is in it. */
export type LockedRoom = {
  kind: RoomKind
  announcement: boolean
  rev: number
  /** Undefined when the person is not in it. */
  role: MemberRole | undefined
}

type LockedRow = { kind: RoomKind; announcement: number; rev: number; role: MemberRole | null }

export async function lockRoom(
  trx: Knex,
  roomId: number,
  accountId: number,
): Promise<LockedRoom | undefined> {
  const [row] = await select<LockedRow>(
    trx,
    `SELECT kind, announcement, rev,
       (SELECT role FROM members WHERE members.room_id = rooms.id AND members.account_id = ?) AS role
     FROM rooms WHERE id = ? ${isMysql(trx) ? 'FOR UPDATE' : ''}`,
    [accountId, roomId],
  )
  return row && { ...row, announcement: row.announcement === 1, role: row.role ?? undefined }
}

export async function updateRoomRev(trx: Knex, roomId: number, rev: number): Promise<void> {
  await trx('rooms').where({ id: roomId }).update({ rev })
}

/** A message as it is stored: in its parts, so that one can be changed. */
export type Stored = { message: Message; extras: Extras; row: MessageRow }

const storedSql = (condition: string) => `
  SELECT ${columnList(messageColumns)}
  FROM messages
  JOIN accounts AS authors ON authors.id = messages.author_id
  WHERE messages.room_id = ? AND ${condition}`

export const oneSql = storedSql('messages.seq = ?')
const someSql = (seqs: readonly number[]) => storedSql(`messages.seq IN (${seqs.map(Number)})`)
export const repliesSql = 'SELECT seq FROM messages WHERE room_id = ? AND reply_to = ?'

export async function findStored(db: Knex, roomId: number, seq: number): Promise<Stored | undefined> {
  const [row] = await select<MessageRow>(db, oneSql, [roomId, seq])
  return row && toStored(row)
}

/** Which posts reply to a message, oldest first. */
export async function selectReplies(db: Knex, roomId: number, seq: number): Promise<number[]> {
  const rows = await select<{ seq: number }>(db, repliesSql, [roomId, seq])
  return rows.map(({ seq }) => seq).sort((a, b) => a - b)
}

/** These messages of a room, oldest first. */
export async function findAllStored(db: Knex, roomId: number, seqs: readonly number[]): Promise<Stored[]> {
  const rows = await select<MessageRow>(db, someSql(seqs), [roomId])
  return rows.sort((a, b) => a.message_seq - b.message_seq).map(toStored)
}

function toStored(row: MessageRow): Stored {
  return { message: toMessage(row), extras: readExtras(row.message_extras), row }
}

/** What of a message changes; what is absent stays as it is. */
export type Change = { body?: string; editedAt?: number | null; deletedAt?: number; extras?: Extras }

/** Stores a message in its new form, as the room's change `rev`, and returns it as everybody sees it. */
export async function updateMessage(
  trx: Knex,
  { row, extras: before }: Stored,
  { body, editedAt, deletedAt, extras = before }: Change,
  rev: number,
): Promise<Message> {
  const changed: MessageRow = {
    ...row,
    message_rev: rev,
    message_body: body ?? row.message_body,
    message_edited_at: editedAt === undefined ? row.message_edited_at : editedAt,
    message_deleted_at: deletedAt ?? row.message_deleted_at,
    message_extras: storeExtras(extras),
  }
  await trx('messages')
    .where({ room_id: row.message_room_id, seq: row.message_seq })
    .update({
      rev,
      ...(body !== undefined && { body }),
      edited_at: changed.message_edited_at,
      deleted_at: changed.message_deleted_at,
      reply_to: extras.replyTo?.seq ?? null,
      mentioning: mentioningOf(extras),
      extras: changed.message_extras,
    })
  return toMessage(changed)
}

/**
 * Makes some posts of a room quote what they reply to in its new form, by one statement, each as the room's next change from
 * `rev` on. Returns them as everybody sees them.
 */
export async function updateQuotes(
  trx: Knex,
  roomId: number,
  replies: readonly Stored[],
  quote: Quote,
  rev: number,
): Promise<Message[]> {
  if (replies.length === 0) return []
  const rows = replies.map(({ row, extras }, n) => ({
    ...row,
    message_rev: rev + n,
    message_extras: storeExtras({ ...extras, replyTo: quote }),
  }))
  const revs = rows.map(row => `WHEN ${row.message_seq} THEN ${row.message_rev}`)
  const extras = rows.map(row => `WHEN ${row.message_seq} THEN ?`)
  const seqs = rows.map(row => row.message_seq)
  await trx.raw(
    `UPDATE messages SET rev = CASE seq ${revs.join(' ')} END, extras = CASE seq ${extras.join(' ')} END
     WHERE room_id = ? AND seq IN (${seqs})`,
    [...rows.map(row => row.message_extras!), roomId],
  )
  return rows.map(toMessage)
}

type Address = { roomId: number; seq: number }
const addressOf = ({ roomId, seq }: Address) => ({ room_id: roomId, seq })

/** Keeps a wording that is about to be replaced. */
export async function insertEdit(
  trx: Knex,
  { roomId, seq, body, editedAt, createdAt }: Message,
): Promise<void> {
  const last: { version?: number | null } | undefined = await trx('message_edits')
    .where(addressOf({ roomId, seq }))
    .max({ version: 'version' })
    .first()
  const version = (last?.version ?? 0) + 1
  await trx('message_edits').insert({
    room_id: roomId,
    seq,
    version,
    body,
    written_at: editedAt ?? createdAt,
  })
}

/** The wordings that were replaced, oldest first. */
export async function selectEdits(
  db: Knex,
  address: Address,
): Promise<{ body: string; writtenAt: number }[]> {
  return db('message_edits')
    .where(addressOf(address))
    .orderBy('version')
    .select('body', { writtenAt: 'written_at' })
}

/** Does away with everything that goes with a deleted post. Whom it mentioned stays, as what was unread is counted by that. */
export async function deleteBelongings(trx: Knex, address: Address): Promise<void> {
  for (const table of ['message_edits', 'reactions', 'pins'])
    await trx(table).where(addressOf(address)).delete()
}

/** Makes a post mention other people than before. */
export async function replaceMentions(
  trx: Knex,
  address: Address,
  { gone, come }: { gone: readonly number[]; come: readonly number[] },
): Promise<void> {
  if (gone.length > 0) await trx('mentions').where(addressOf(address)).whereIn('account_id', gone).delete()
  if (come.length > 0)
    await trx('mentions').insert(come.map(id => ({ ...addressOf(address), account_id: id })))
}
