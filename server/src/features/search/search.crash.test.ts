/** The server's process is killed while it indexes: nothing is missing from the index afterwards, and nothing is in it twice. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '@chatter/shared/messages.ts'
import type { SearchPage } from '@chatter/shared/search.ts'
import type { NewSession } from '@chatter/shared/sessions.ts'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { pick, randomOf, sentence } from '../../../test/corpus.ts'
import { freshDatabase } from '../../../test/database.ts'
import { createPerson, type Person, request } from '../../../test/person.ts'
import { runServer, type ServerProcess } from '../../../test/process.ts'
import { password } from '../../../test/server.ts'
import { foundRoom, post } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { longestDocument } from './search.documents.ts'

const seed = Number(process.env.CHATTER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const random = randomOf(seed)
const { databaseUrl, drop } = await freshDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'chatter-test-'))
const ask = await openDatabase()
after(async () => {
  await ask.close()
  await drop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

/** How many posts are to be indexed, and how many more come in while they are. */
const backlog = 4_000
const more = 300

test('[SRCH8] a server that is killed again and again while it indexes finds everything, and has indexed it once', {
  timeout: 600_000,
}, async t => {
  t.diagnostic(`CHATTER_TEST_SEED=${seed}`)
  const first = run('off')
  const url = await first.listens()
  const form = { username: 'ada', password, displayName: 'Ada', device: 'Test' }
  const session = (await request(url, 'POST', '/api/v1/accounts', form)).body as NewSession
  const ada = createPerson(url, session)
  const room = await foundRoom([ada], 'Long')
  const changed = await foundRoom([ada], 'Changed')
  const known = new Map<string, Message>()
  await talk(ada, room, backlog, known)
  await talk(ada, changed, 600, known)
  await kill(first)

  let inTheMiddle = 0
  for (let round = 0; round < 5 || (inTheMiddle < 2 && round < 12); round++) {
    const server = run('on')
    const person = createPerson(await server.listens(), session)
    const before = await progressOf(room)
    // Posts come in, of which one is changed, and the index goes on from where it was.
    if (round % 2 === 0) await talk(person, pick(random, [room, changed]), more, known)
    if (round === 3) await changeSome(person, changed, known)
    await until(async () => (await progressOf(room)) > before || (await isUpToDate()))
    await pause(random() * 60)
    await kill(server)
    const isBehind = (await progressOf(room)) + longestDocument <= (await lastSeqOf(room))
    if (isBehind) inTheMiddle++
    const still = run('off')
    const reader = createPerson(await still.listens(), session)
    await checkSearch(reader, known)
    if (!isBehind) await talk(reader, room, 2_000, known)
    await kill(still)
  }
  assert.ok(inTheMiddle >= 2, `killed ${inTheMiddle} times with a backlog`)

  const server = run('on')
  const person = createPerson(await server.listens(), session)
  await until(isUpToDate, 60_000)
  for (let n = 0; n < 10; n++) await checkSearch(person, known)
  await checkDocuments(room, known)
  await checkDocuments(changed, known)
  server.child.kill('SIGTERM')
  assert.equal(await server.ended, 0)
})

function run(indexing: 'on' | 'off'): ServerProcess {
  return runServer({
    CHATTER_PORT: '0',
    CHATTER_DATA_DIR: dataDir,
    CHATTER_DATABASE_URL: databaseUrl,
    CHATTER_SEARCH_INDEXING: indexing,
    CHATTER_PASSWORD_MEMORY: '1024',
    CHATTER_PASSWORD_COST: '1',
    CHATTER_LIMIT_POSTS: '0',
    CHATTER_LIMIT_CALLS: '0',
    CHATTER_LIMIT_REQUESTS: '0',
  })
}

async function kill({ child, ended }: ServerProcess): Promise<void> {
  child.kill('SIGKILL')
  assert.equal(await ended, 'SIGKILL')
}

const keyOf = ({ roomId, seq }: { roomId: number; seq: number }) => `${roomId}:${seq}`

async function talk(person: Person, roomId: number, count: number, known: Map<string, Message>) {
  const connection = await person.connect()
  for (let done = 0; done < count; done += 200) {
    const posts = Array.from({ length: Math.min(200, count - done) }, () => sentence(random))
    for (const message of await Promise.all(posts.map(body => post(connection, roomId, body))))
      known.set(keyOf(message), message)
  }
  connection.close()
}

/** Some posts that are indexed already get other words, and some are deleted. */
async function changeSome(person: Person, roomId: number, known: Map<string, Message>) {
  const connection = await person.connect()
  const posts = [...known.values()].filter(message => message.roomId === roomId)
  for (const { seq } of posts.slice(50, 80)) {
    const edited = await connection.call('message:edit', { roomId, seq, body: sentence(random) })
    known.set(keyOf(edited), edited)
  }
  for (const { seq } of posts.slice(70, 100)) {
    await connection.call('message:delete', { roomId, seq })
    known.delete(`${roomId}:${seq}`)
  }
  connection.close()
}

/** Two syllables that somebody wrote are found wherever they stand, and nowhere else. */
async function checkSearch(person: Person, known: ReadonlyMap<string, Message>) {
  const runs = pick(random, [...known.values()]).body.match(/[가-힣]{2}/g)
  if (!runs) return checkSearch(person, known)
  const query = pick(random, runs)
  const expected = [...known.values()].filter(({ body }) => body.includes(query)).map(keyOf)
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const parameters = new URLSearchParams({ query, limit: '100', ...(cursor && { cursor }) })
    const { status, body } = await person.api('GET', `/api/v1/search?${parameters}`)
    assert.equal(status, 200)
    const page = body as SearchPage
    found.push(...page.messages.map(keyOf))
    cursor = page.cursor
  }
  assert.deepEqual(found.toSorted(), expected.toSorted(), query)
}

/** Each post that the index has seen stands in one document, and an edited one besides in one of its own. */
async function checkDocuments(roomId: number, known: ReadonlyMap<string, Message>) {
  const documents = await ask.rows(
    `SELECT first_seq, last_seq FROM search_documents WHERE room_id = ${roomId} AND stale_at IS NULL`,
  )
  const indexedSeq = await progressOf(roomId)
  assert.ok(indexedSeq >= 600)
  for (const { roomId: home, seq, editedAt } of known.values()) {
    if (home !== roomId || seq > indexedSeq) continue
    const holding = documents.filter(({ first_seq, last_seq }) => first_seq! <= seq && seq <= last_seq!)
    const most = editedAt ? 2 : 1
    const what = `message ${seq} of ${indexedSeq} is in ${JSON.stringify(holding)}`
    assert.ok(holding.length >= 1 && holding.length <= most, what)
  }
  if (databaseUrl) return
  const [counts] = await ask.rows(
    `SELECT (SELECT COUNT(*) FROM search_documents) AS documents, (SELECT COUNT(*) FROM search_tokens_docsize) AS tokens`,
  )
  assert.equal(counts!.tokens, counts!.documents)
}

async function progressOf(roomId: number): Promise<number> {
  const [row] = await ask.rows(`SELECT indexed_seq FROM search_progress WHERE room_id = ${roomId}`)
  return row?.indexed_seq ?? 0
}

async function lastSeqOf(roomId: number): Promise<number> {
  const [row] = await ask.rows(`SELECT last_seq FROM rooms WHERE id = ${roomId}`)
  return row!.last_seq!
}

/** No room has a document full that the index does not know. */
async function isUpToDate(): Promise<boolean> {
  const behind = await ask.rows(`SELECT rooms.id FROM rooms LEFT JOIN search_progress ON room_id = rooms.id
    WHERE rooms.rev >= COALESCE(indexed_rev, 0) + 64`)
  return behind.length === 0
}

/** Looks into the server's database from outside. */
async function openDatabase() {
  type Rows = Record<string, number>[]
  if (databaseUrl) {
    const connection = await createConnection(databaseUrl)
    return {
      rows: async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0] as unknown as Rows,
      close: () => connection.end(),
    }
  }
  const file = join(dataDir, 'chatter.db')
  return {
    async rows(sql: string) {
      // Opened each time: what is open would keep a file that the next server may want to itself.
      const database = new DatabaseSync(file, { readOnly: true })
      database.exec('PRAGMA busy_timeout = 5000')
      try {
        return database.prepare(sql).all() as Rows
      } finally {
        database.close()
      }
    },
    close: async () => {},
  }
}
