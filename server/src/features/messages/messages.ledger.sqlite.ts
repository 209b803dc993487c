import type { MemberRole } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import {
  type AttachmentRow,
  attachmentColumns,
  copiedColumns,
  toAttachment,
} from '../../lib/attachments.row.ts'
import { storeExtras } from '../../lib/messages.row.ts'
import { columnList } from '../../lib/select.ts'
import { uuidToBytes } from '../../lib/uuid.ts'
import {
  attachmentIdsOf,
  type Counters,
  type Draft,
  type Entry,
  type LockedAttachment,
  type MessageLedger,
  mentioningOf,
  roomIdsOf,
} from './messages.ledger.ts'

/** The part of SQLite's driver that is used here; see `lib/sqlite-client.ts`. */
type Connection = { prepare: (sql: string) => Statement; isTransaction: () => boolean }
type Statement = {
  all: (bindings: Value[]) => Record<string, number | string>[]
  run: (bindings: Value[]) => unknown
}
type Value = string | number | Uint8Array | null

/** SQLite works in this process: the whole transaction runs in one go, without waiting for anything in between. */
export function createSqliteLedger(db: Knex): MessageLedger {
  return {
    async write(drafts, enter) {
      const connection: Connection = await db.client.acquireConnection()
      try {
        writeGroup(connection, drafts, enter)
      } finally {
        await db.client.releaseConnection(connection)
      }
    },
    close: async () => {},
  }
}

function writeGroup(
  connection: Connection,
  drafts: readonly Draft[],
  enter: Parameters<MessageLedger['write']>[1],
) {
  const run = (sql: string, ...values: Value[]) => connection.prepare(sql).run(values)
  run('BEGIN IMMEDIATE')
  try {
    const rooms = readCounters(connection, drafts)
    const roleOf = (roomId: number, accountId: number) =>
      connection.prepare(memberSql).all([roomId, accountId])[0]?.role as MemberRole | undefined
    const attachments = readAttachments(connection, drafts)
    const locked = {
      countersOf: (roomId: number) => rooms.get(roomId),
      roleOf,
      attachmentOf: (id: string) => attachments.get(id),
    }
    for (const entry of enter(locked)) {
      run(insertSql, ...rowOf(entry))
      const { roomId, seq, mentions = [] } = entry.message
      for (const { id } of mentions) run(mentionSql, roomId, seq, id)
      writeAttachments(entry, run)
    }
    for (const [roomId, { lastSeq, rev, postCount }] of rooms) run(updateSql, lastSeq, rev, postCount, roomId)
    run('COMMIT')
  } catch (error) {
    // Where the disk is full, SQLite has rolled back by itself; what it said of that is the cause.
    if (connection.isTransaction()) run('ROLLBACK')
    throw error
  }
}

function writeAttachments(
  { message: { roomId, seq, author, createdAt }, carried }: Entry,
  run: (sql: string, ...values: Value[]) => unknown,
) {
  for (const [position, { id, copyOf }] of carried.entries())
    if (copyOf)
      run(copySql, uuidToBytes(id), roomId, author.id, seq, position, createdAt, uuidToBytes(copyOf))
    else run(takeSql, seq, position, uuidToBytes(id))
}

type LockedRow = AttachmentRow & { room_id: number; account_id: number; message_seq: number | null }

function readAttachments(connection: Connection, drafts: readonly Draft[]): Map<string, LockedAttachment> {
  const found = new Map<string, LockedAttachment>()
  for (const id of attachmentIdsOf(drafts)) {
    const [row] = connection.prepare(attachmentSql).all([uuidToBytes(id)]) as unknown as LockedRow[]
    if (!row) continue
    const { room_id: roomId, account_id: accountId, message_seq: seq } = row
    found.set(id, { attachment: toAttachment(row), roomId, accountId, isPosted: seq !== null })
  }
  return found
}

function readCounters(connection: Connection, drafts: readonly Draft[]): Map<number, Counters> {
  const rooms = new Map<number, Counters>()
  for (const roomId of roomIdsOf(drafts)) {
    const [row] = connection.prepare(roomSql).all([roomId])
    if (row) rooms.set(roomId, toCounters(row as CountersRow))
  }
  return rooms
}

type CountersRow = { last_seq: number; rev: number; post_count: number; announcement: number }

function toCounters({ last_seq, rev, post_count, announcement }: CountersRow): Counters {
  return { lastSeq: last_seq, rev, postCount: post_count, announcement: announcement === 1 }
}

const roomSql = 'SELECT last_seq, rev, post_count, announcement FROM rooms WHERE id = ?'
const mentionSql = 'INSERT INTO mentions (room_id, seq, account_id) VALUES (?, ?, ?)'
const memberSql = 'SELECT role FROM members WHERE room_id = ? AND account_id = ?'
const updateSql = 'UPDATE rooms SET last_seq = ?, rev = ?, post_count = ? WHERE id = ?'
const attachmentSql = `
  SELECT room_id, account_id, message_seq, ${columnList(attachmentColumns)} FROM attachments WHERE id = ?`
const takeSql = 'UPDATE attachments SET message_seq = ?, position = ? WHERE id = ?'
const copySql = `
  INSERT INTO attachments (id, room_id, account_id, message_seq, position, created_at, ${copiedColumns})
  SELECT ?, ?, ?, ?, ?, ?, ${copiedColumns} FROM attachments WHERE id = ?`
const insertSql = `
  INSERT INTO messages
    (room_id, seq, rev, author_id, client_id, notice, body, created_at, reply_to, mentioning, extras)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

function rowOf({ draft, message }: Entry): Value[] {
  const { roomId, seq, rev, author, createdAt } = message
  const words = [draft.notice, draft.body, createdAt]
  const { extras = {} } = draft
  const more = [extras.replyTo?.seq ?? null, mentioningOf(extras), storeExtras(extras)]
  return [roomId, seq, rev, author.id, uuidToBytes(draft.clientId), ...words, ...more]
}
