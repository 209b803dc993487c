/**
 * A server that has been in use for two years: 1,000,000 messages in 200 rooms of very different size, and 50 people who are
 * in all of them. It is filled once for a run, by statements with many rows, and its search index by the server itself.
 */
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { pick, randomOf, sentence } from '../../server/test/corpus.ts'
import { freePort } from '../lib/ports.ts'
import { waitUntil } from '../lib/processes.ts'
import { type Arena, answers, type Contender, startChatter, startContender } from './contenders.ts'
import { prepareSeats, type Seats } from './seats.ts'

const rooms = 200
const people = 50
const age = 2 * 365 * 24 * 3_600_000
const rowsAtOnce = 2_000
/** The index follows within this time, in milliseconds; otherwise something is wrong. */
const patience = 1_800_000

export type BigRoom = { id: number; lastSeq: number }

export type Million = {
  contender: Contender
  seats: Seats
  rooms: BigRoom[]
  messages: number
  /** A connection of its own to the server's database. */
  database: Connection
  loadSeconds: number
  indexSeconds: number
  close(): Promise<void>
}

/** @param quick a tenth of it */
export async function openMillion(arena: Arena, quick: boolean): Promise<Million> {
  const messages = quick ? 100_000 : 1_000_000
  const { seats, database } = await makeDatabase(arena)
  const start = performance.now()
  const big = await fill(database, seats, messages)
  const loadSeconds = (performance.now() - start) / 1000
  const contender = await startContender('chatter', { ...arena, seats })
  const indexSeconds = await untilIndexed(database)
  return {
    contender,
    seats,
    rooms: big,
    messages,
    database,
    loadSeconds,
    indexSeconds,
    async close() {
      await contender.stop()
      await database.query('DROP DATABASE bench_million')
      await database.end()
    },
  }
}

async function makeDatabase({ mariadb }: Arena) {
  const url = new URL(mariadb.url)
  url.pathname = '/bench_million'
  const first = await createConnection(mariadb.url)
  await first.query('CREATE DATABASE bench_million CHARACTER SET utf8mb4')
  await first.end()
  const port = await freePort()
  const server = await startChatter(port, url.href)
  await waitUntil('Chatter', () => answers(port), server)
  const seats = await prepareSeats(`http://127.0.0.1:${port}`, url.href, people)
  await server.stop()
  const database = await createConnection(url.href)
  await database.query('SET NAMES utf8mb4 COLLATE utf8mb4_bin')
  return { seats, database }
}

/** The sizes of rooms fall off as they do among people: the largest has a tenth of everything, most have little. */
function sizesOf(messages: number): number[] {
  const shares = Array.from({ length: rooms }, (_, n) => 1 / (n + 5))
  const all = shares.reduce((sum, share) => sum + share, 0)
  return shares.map(share => Math.max(300, Math.round((messages * share) / all)))
}

async function fill(database: Connection, { accountIds }: Seats, messages: number): Promise<BigRoom[]> {
  const now = Date.now()
  const texts = makeTexts()
  const random = randomOf(2)
  const big: BigRoom[] = []
  await database.query('SET unique_checks = 0, foreign_key_checks = 0')
  for (const [n, size] of sizesOf(messages).entries()) {
    const id = await insertRoom(database, `Room ${n}`, size, accountIds, now - age)
    for (let seq = 1; seq <= size; seq += rowsAtOnce) {
      const rows = Array.from({ length: Math.min(rowsAtOnce, size - seq + 1) }, (_, more) => {
        const at = seq + more
        const createdAt = now - age + Math.floor((age * at) / (size + 1))
        return [id, at, at, pick(random, accountIds), clientIdOf(id, at), pick(random, texts), createdAt]
      })
      await insertMessages(database, rows)
    }
    big.push({ id, lastSeq: size })
  }
  await database.query('SET unique_checks = 1, foreign_key_checks = 1')
  await database.query('ANALYZE TABLE messages, members, rooms')
  return big
}

/** What people of one team wrote: with thousands of names and terms of their own, some of them in most texts. */
export function makeTexts(): string[] {
  const random = randomOf(1)
  const syllables = Array.from({ length: 900 }, () =>
    String.fromCharCode(0xac00 + Math.floor(random() * 11_172)),
  )
  const terms = Array.from({ length: 12_000 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, syllables)).join(''),
  )
  return Array.from({ length: 60_000 }, () => {
    const own = Array.from({ length: Math.floor(random() * 5) }, () => pick(random, terms))
    return [sentence(random), ...own].join(' ')
  })
}

async function insertRoom(
  database: Connection,
  name: string,
  size: number,
  accountIds: readonly number[],
  createdAt: number,
): Promise<number> {
  const [{ insertId }] = await database.query<ResultSetHeader>('INSERT INTO rooms SET ?', {
    kind: 'private',
    name,
    topic: '',
    created_by: accountIds[0],
    created_at: createdAt,
    member_count: accountIds.length,
    last_seq: size,
    rev: size,
    post_count: size,
  })
  await database.query(
    'INSERT INTO members (room_id, account_id, role, joined_at, read_seq, read_post_count) VALUES ?',
    [accountIds.map(accountId => [insertId, accountId, 'member', createdAt, size, size])],
  )
  return insertId
}

export async function insertMessages(database: Connection, rows: readonly unknown[][]): Promise<void> {
  await database.query(
    'INSERT INTO messages (room_id, seq, rev, author_id, client_id, body, created_at) VALUES ?',
    [rows],
  )
}

/** A UUIDv7 whose time is the `seq`: unique, and ascending as those are that clients make. */
export function clientIdOf(roomId: number, seq: number): Buffer {
  const id = Buffer.alloc(16)
  id.writeUIntBE(seq, 0, 6)
  id[6] = 0x70
  id[8] = 0x80
  id.writeUInt32BE(roomId, 12)
  return id
}

/** Waits until the server has indexed every room but for what it always leaves, and answers how long that took. */
async function untilIndexed(database: Connection): Promise<number> {
  const start = performance.now()
  const sql = `SELECT COALESCE(SUM(CAST(rooms.rev AS SIGNED) - COALESCE(indexed_rev, 0)), 0) AS behind
    FROM rooms LEFT JOIN search_progress ON search_progress.room_id = rooms.id`
  for (;;) {
    const [[row]] = await database.query<RowDataPacket[]>(sql)
    if (Number(row!.behind) <= 1_024) return (performance.now() - start) / 1000
    if (performance.now() - start > patience) throw new Error(`The index lacks ${row!.behind} changes.`)
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}
