import type { Knex } from 'knex'
import { uuidToBytes } from '../../lib/uuid.ts'
import { type Counters, type Draft, type Entry, type MessageLedger, roomIdsOf } from './messages.ledger.ts'

/** The part of SQLite's driver that is used here; see `lib/sqlite-client.ts`. */
type Connection = { prepare: (sql: string) => Statement }
type Statement = {
  all: (bindings: Value[]) => Record<string, number>[]
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
    const isMember = (roomId: number, accountId: number) =>
      connection.prepare(memberSql).all([roomId, accountId]).length > 0
    for (const entry of enter({ countersOf: roomId => rooms.get(roomId), isMember }))
      run(insertSql, ...rowOf(entry))
    for (const [roomId, { lastSeq, rev, postCount }] of rooms) run(updateSql, lastSeq, rev, postCount, roomId)
    run('COMMIT')
  } catch (error) {
    run('ROLLBACK')
    throw error
  }
}

function readCounters(connection: Connection, drafts: readonly Draft[]): Map<number, Counters> {
  const rooms = new Map<number, Counters>()
  for (const roomId of roomIdsOf(drafts)) {
    const [row] = connection.prepare(roomSql).all([roomId])
    if (row) rooms.set(roomId, { lastSeq: row.last_seq!, rev: row.rev!, postCount: row.post_count! })
  }
  return rooms
}

const roomSql = 'SELECT last_seq, rev, post_count FROM rooms WHERE id = ?'
const memberSql = 'SELECT 1 FROM members WHERE room_id = ? AND account_id = ?'
const updateSql = 'UPDATE rooms SET last_seq = ?, rev = ?, post_count = ? WHERE id = ?'
const insertSql = `
  INSERT INTO messages (room_id, seq, rev, author_id, client_id, notice, body, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

function rowOf({ draft, message }: Entry): Value[] {
  const { roomId, seq, rev, author, body, createdAt } = message
  return [roomId, seq, rev, author.id, uuidToBytes(draft.clientId), draft.notice, body, createdAt]
}
