import type { Message } from '@chatter/shared/messages.ts'
import type { Knex } from 'knex'
import { type MessageRow, messageColumns, toMessage } from '../../lib/messages.row.ts'
import { columnList, select } from '../../lib/select.ts'
import { bytesToUuid, uuidToBytes } from '../../lib/uuid.ts'

/** Some messages, with how far their room was at the same instant. */
export type Extract = { messages: Message[]; lastSeq: number; roomRev: number }

type ExtractRow = { room_last_seq: number; room_rev: number } & (MessageRow | { message_seq: null })

/**
 * Each extract is one statement, which permits, reads the room's counters and reads its messages in the same instant.
 * The left join makes a row also for a room without such messages; no row at all means: no such room for this person.
 *
 * As neither `seq` nor `rev` has holes, every extract is a range of one of the two, and needs no limit. It is put in order
 * here, because MariaDB would sort it, with its texts, in a temporary table.
 */
const extract = (range: string) => `
  SELECT rooms.last_seq AS room_last_seq, rooms.rev AS room_rev, ${columnList(messageColumns)}
  FROM members
  JOIN rooms ON rooms.id = members.room_id
  LEFT JOIN messages ON messages.room_id = rooms.id AND ${range}
  LEFT JOIN accounts AS authors ON authors.id = messages.author_id
  WHERE members.room_id = ? AND members.account_id = ?`

export const rangeSql = extract('messages.seq BETWEEN ? AND ?')
export const newestSql = extract('messages.seq > CAST(rooms.last_seq AS SIGNED) - ?')
export const changesSql = extract('messages.rev BETWEEN ? AND ?')

/** Messages with `seq` from `first` to `last`, oldest first; undefined when the person is not in the room. */
export function readRange(db: Knex, accountId: number, roomId: number, first: number, last: number) {
  return readExtract(db, rangeSql, [first, last, roomId, accountId], 'seq')
}

/** The last `limit` messages, oldest first; undefined when the person is not in the room. */
export function readNewest(db: Knex, accountId: number, roomId: number, limit: number) {
  return readExtract(db, newestSql, [limit, roomId, accountId], 'seq')
}

/** How far a room is; undefined when the person is not in it. */
export async function readLastSeq(db: Knex, accountId: number, roomId: number): Promise<number | undefined> {
  const rows = await select<{ last_seq: number }>(
    db,
    `SELECT rooms.last_seq FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE members.room_id = ? AND members.account_id = ?`,
    [roomId, accountId],
  )
  return rows[0]?.last_seq
}

export const timesSql = (count: number) => `
  SELECT messages.seq, messages.created_at
  FROM messages
  WHERE messages.room_id = ? AND messages.seq IN (${Array(count).fill('?').join(', ')})`

/** When these messages of a room were written. */
export async function readTimes(db: Knex, roomId: number, seqs: readonly number[]) {
  const rows = await select<{ seq: number; created_at: number }>(db, timesSql(seqs.length), [roomId, ...seqs])
  return rows.map(({ seq, created_at: createdAt }) => ({ seq, createdAt }))
}

/** Somebody in a room. */
export type Seat = { roomId: number; accountId: number }

export const seatKey = ({ roomId, accountId }: Seat) => `${roomId}:${accountId}`

/** How far rooms are, by {@link seatKey}, for those who are in them. */
export async function selectStandings(
  db: Knex,
  seats: readonly Seat[],
): Promise<Map<string, { roomRev: number }>> {
  const condition = seats.map(() => '(members.room_id = ? AND members.account_id = ?)').join(' OR ')
  const bindings = seats.flatMap(({ roomId, accountId }) => [roomId, accountId])
  const rows = await select<{ room_id: number; account_id: number; room_rev: number }>(
    db,
    `SELECT members.room_id, members.account_id, rooms.rev AS room_rev
     FROM members JOIN rooms ON rooms.id = members.room_id WHERE ${condition}`,
    bindings,
  )
  return new Map(
    rows.map(({ room_id: roomId, account_id: accountId, room_rev: roomRev }) => [
      seatKey({ roomId, accountId }),
      { roomRev },
    ]),
  )
}

/** Messages whose `rev` is from `first` to `last`, by `rev`; undefined when the person is not in the room. */
export function readChanges(db: Knex, accountId: number, roomId: number, first: number, last: number) {
  return readExtract(db, changesSql, [first, last, roomId, accountId], 'rev')
}

async function readExtract(
  db: Knex,
  sql: string,
  bindings: number[],
  order: 'seq' | 'rev',
): Promise<Extract | undefined> {
  const rows = await select<ExtractRow>(db, sql, bindings)
  const first = rows[0]
  if (!first) return undefined
  const messages = rows
    .filter((row): row is ExtractRow & MessageRow => row.message_seq !== null)
    .map(toMessage)
  messages.sort((a, b) => a[order] - b[order])
  return { messages, lastSeq: first.room_last_seq, roomRev: first.room_rev }
}

const messageSql = `
  SELECT ${columnList(messageColumns)}
  FROM members
  LEFT JOIN messages ON messages.room_id = members.room_id AND messages.seq = ?
  LEFT JOIN accounts AS authors ON authors.id = messages.author_id
  WHERE members.room_id = ? AND members.account_id = ?`

/** One message; undefined when the person is not in the room, without a message when the room has none there. */
export async function findMessage(
  db: Knex,
  accountId: number,
  { roomId, seq }: { roomId: number; seq: number },
): Promise<{ message: Message | undefined } | undefined> {
  const [row] = await select<MessageRow | { message_seq: null }>(db, messageSql, [seq, roomId, accountId])
  return row && { message: row.message_seq === null ? undefined : toMessage(row) }
}

/** A message's other identity, which its author's client gave it. */
export type Signature = { author: { id: number }; clientId: string }

export function signatureKey({ author, clientId }: Signature): string {
  return `${author.id}:${clientId}`
}

/** What was written already under these signatures, by {@link signatureKey}. */
export async function findWritten(db: Knex, signatures: readonly Signature[]): Promise<Map<string, Message>> {
  const found = new Map<string, Message>()
  for (const [id, theirs] of Map.groupBy(signatures, ({ author }) => author.id)) {
    const clientIds = theirs.map(({ clientId }) => uuidToBytes(clientId))
    const rows = await select<MessageRow>(db, writtenSql(clientIds.length), [id, ...clientIds])
    for (const row of rows) {
      const clientId = bytesToUuid(row.message_client_id)
      found.set(signatureKey({ author: { id }, clientId }), toMessage(row))
    }
  }
  return found
}

const writtenSql = (count: number) => `
  SELECT ${columnList(messageColumns)}
  FROM messages
  JOIN accounts AS authors ON authors.id = messages.author_id
  WHERE messages.author_id = ? AND messages.client_id IN (${Array(count).fill('?').join(', ')})`
