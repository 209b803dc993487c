import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { startBadNetwork } from '../../test/bad-network.ts'
import { freshDatabase } from '../../test/database.ts'
import { startServer } from '../../test/server.ts'
import { lobbyOf } from '../../test/talk.ts'
import { buildApp } from '../app.ts'
import { defaultConfig } from '../config.ts'
import { isConnectionLost, isUnwritable } from '../lib/database-errors.ts'
import { isMysql } from '../lib/dialect.ts'
import { createTable } from '../lib/tables.ts'

const server = await startServer()
const { db } = server.app
const mysql = isMysql(db)

/** A config for servers that a test starts by itself, on a database of its own. */
async function own(count: number) {
  const { databaseUrl, drop } = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'chatter-test-'))
  after(async () => {
    await drop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return Array.from({ length: count }, () =>
    defaultConfig({ databaseUrl, dataDir: folder, logLevel: 'silent', passwordMemory: 1024 }),
  )
}

test('what is acknowledged is on disk, references are held, and times fit', async () => {
  if (mysql) {
    const [[row]] = await db.raw(
      'SELECT @@sql_mode AS mode, @@collation_connection AS collation, @@innodb_flush_log_at_trx_commit AS flushed',
    )
    assert.match(row.mode, /STRICT_ALL_TABLES/)
    assert.deepEqual([row.collation, row.flushed], ['utf8mb4_bin', 1])
  } else {
    const pragma = async (name: string) => Object.values((await db.raw(`PRAGMA ${name}`))[0])[0]
    assert.deepEqual(
      [await pragma('journal_mode'), await pragma('synchronous'), await pragma('foreign_keys')],
      ['wal', 2, 1],
    )
  }
  const lost = db('sessions').insert({
    account_id: 999_999,
    token_hash: Buffer.alloc(32),
    device: '',
    created_at: Date.now(),
    last_used_at: Date.now(),
  })
  await assert.rejects(lost, /foreign key/i)
  const ada = await server.signUp('ada')
  const row = await db('accounts').where({ id: ada.account.id }).first()
  assert.equal(row.created_at, ada.account.createdAt)
})

test('text compares by code point, in both databases alike', async () => {
  await createTable(db, 'words', table => void table.string('word', 20).notNullable().unique())
  await db('words').insert(
    ['a', 'A', 'á', 'ﾊ', 'ハ', '한', '한'.normalize('NFD'), '🦊', '🐢'].map(word => ({ word })),
  )
  assert.equal((await db('words').where({ word: 'A' })).length, 1)
  await assert.rejects(db('words').insert({ word: '🦊' }))
  await db.schema.dropTable('words')
})

if (mysql)
  test('servers that start at once on a new database migrate it once', async () => {
    const apps = await Promise.all((await own(3)).map(buildApp))
    const names = await apps[0]?.db('knex_migrations').pluck('name')
    assert.deepEqual(names, [...new Set(names)])
    for (const app of apps) await app.close()
  })

test('a server that was killed while it migrated does not stop the next', async () => {
  const [config] = await own(1)
  const first = await buildApp(config!)
  await first.db.schema.dropTable('bans')
  await first.db('knex_migrations').where({ name: '003-conversation' }).delete()
  await first.db('knex_migrations_lock').update({ is_locked: 1 })
  await first.close()
  const second = await buildApp(config!)
  assert.equal(await second.db.schema.hasTable('bans'), true)
  await second.close()
})

test('a table that holds rows is never made again', async () => {
  const [config] = await own(1)
  const first = await buildApp(config!)
  await first.db('knex_migrations').where({ name: '002-rooms' }).delete()
  const rooms = await first.db('rooms')
  assert.ok(rooms.length > 0)
  await first.close()
  await assert.rejects(buildApp(config!), /rooms exists already and holds rows/)
})

test('a database of a newer version is left alone', async () => {
  const [config] = await own(1)
  const first = await buildApp(config!)
  await first.db('knex_migrations').insert({ name: '999-future', batch: 9, migration_time: new Date() })
  await first.close()
  await assert.rejects(buildApp(config!), /newer version of the server \(it has 999-future\)/)
})

/** A server of its own, and a network to its database that can break. */
async function startBehindBadNetwork() {
  const [config] = await own(1)
  const network = await startBadNetwork(config!.databaseUrl)
  const url = new URL(config!.databaseUrl)
  url.port = new URL(network.url).port
  const behind = await startServer({ databaseUrl: url.href, logLevel: 'silent' })
  return { network, behind, ada: await behind.signUp('ada') }
}

if (mysql)
  test('[ERR4] while the database is away people are told to come back, and then can', async () => {
    const { network, behind, ada } = await startBehindBadNetwork()
    const connection = await ada.connect()
    network.refuse()
    network.cut()
    const { status, body } = await ada.api('GET', '/api/v1/me')
    assert.deepEqual([status, body.code, body.retryAfter], [503, 'unavailable', 2])
    assert.equal((await behind.api('GET', '/readyz')).status, 503)
    assert.equal((await behind.api('GET', '/healthz')).status, 200)
    await assert.rejects(ada.connect(), { code: 'unavailable' })
    assert.equal(connection.socket.connected, true)
    network.heal()
    assert.equal((await ada.api('GET', '/api/v1/me')).status, 200)
    assert.equal((await behind.api('GET', '/readyz')).status, 200)
    connection.close()
  })

if (mysql)
  test('[ERR4] a database that falls silent is as one that is away', { timeout: 60_000 }, async () => {
    const { network, behind, ada } = await startBehindBadNetwork()
    const { db } = behind.app
    await Promise.all(Array.from({ length: 4 }, () => db.raw('SELECT SLEEP(0.1)')))
    const work = db.transaction(async trx => {
      await trx('accounts').first()
      network.stall()
      await Promise.all([trx('accounts').first(), trx.raw('SELECT 1')])
    })
    const lost = assert.rejects(work, isConnectionLost)
    await pause(100)
    const first = ada.api('GET', '/api/v1/me')
    await pause(100)
    const second = ada.api('GET', '/api/v1/me')
    const { status, body } = await first
    assert.deepEqual([status, body.code, body.retryAfter], [503, 'unavailable', 2])
    await lost
    network.heal()
    assert.equal((await second).status, 200, 'who came meanwhile only waited')
    assert.equal((await ada.api('PATCH', '/api/v1/me', { displayName: 'Countess' })).status, 200)
  })

if (mysql)
  test('what takes long by its nature is waited for: migrations of another server, and queries that say so', async () => {
    const [config] = await own(1)
    const lock = `chatter ${new URL(config!.databaseUrl).pathname.slice(1)}`
    const longer = 9
    const migration = db.transaction(async trx => {
      await trx.raw('SELECT GET_LOCK(?, 0)', [lock])
      await pause(longer * 1_000)
      await trx.raw('SELECT RELEASE_LOCK(?)', [lock])
    })
    await Promise.all([
      migration,
      pause(100)
        .then(() => buildApp(config!))
        .then(app => app.close()),
      assert.rejects(db.raw('SELECT SLEEP(60)'), isConnectionLost),
      db.raw('SELECT SLEEP(?)', [longer]).timeout(3 * longer * 1_000),
    ])
  })

if (mysql)
  test('what people write stays what it is, whatever mode the database server has', async () => {
    const [[{ mode }]] = await db.raw('SELECT @@GLOBAL.sql_mode AS mode')
    await db.raw('SET GLOBAL sql_mode = ?', [`${mode},NO_BACKSLASH_ESCAPES`])
    try {
      const plain = await startServer()
      const [ada, grace] = [await plain.signUp('ada'), await plain.signUp('grace')]
      const displayName = "', last_seen_at = 1 -- x"
      const { body } = await ada.api('PATCH', '/api/v1/me', { displayName })
      assert.equal(body.account?.displayName, displayName)
      assert.equal((await grace.api('GET', '/api/v1/me')).body.account.displayName, 'grace')
    } finally {
      await db.raw('SET GLOBAL sql_mode = ?', [mode])
    }
  })

if (!mysql)
  test('[ERR4] while the disk is full, or the database read-only, people read on, are told to come back, and then can write', async () => {
    const small = await startServer({ logLevel: 'silent' })
    const ada = await small.signUp('ada')
    const connection = await ada.connect()
    const room = await lobbyOf(ada)
    const post = (body: string) =>
      connection.call('message:post', { roomId: room.id, clientId: randomUUID(), body })
    await post('before')
    const pragma = (words: string) => small.app.db.raw(`PRAGMA ${words}`)
    const obstacles = [
      ['max_page_count = 1', 'max_page_count = 1000000'],
      ['query_only = ON', 'query_only = OFF'],
    ] as const
    for (const [obstacle, relief] of obstacles) {
      await pragma(obstacle)
      // There is space in pages that were begun; a long post needs new ones.
      await assert.rejects(post('x'.repeat(20_000)), { code: 'unavailable', retryAfter: 10 }, obstacle)
      assert.equal((await ada.api('GET', '/api/v1/me')).status, 200)
      await pragma(relief)
      await post(`after ${obstacle}`)
    }
    await pragma('query_only = ON')
    const rename = await ada.api('PATCH', '/api/v1/me', { displayName: 'Countess' })
    assert.deepEqual([rename.status, rename.body.code], [503, 'unavailable'])
    await pragma('query_only = OFF')
    const { body } = await ada.api('GET', `/api/v1/rooms/${room.id}/messages`)
    assert.deepEqual(
      body.messages.filter(({ kind }) => kind === 'post').map(each => each.body),
      ['before', ...obstacles.map(([obstacle]) => `after ${obstacle}`)],
    )
    connection.close()
  })

if (mysql)
  test('[ERR4] a full table and a read-only transaction are known as what cannot be written', async () => {
    const refusals: unknown[] = []
    const note = (error: unknown) => void refusals.push(error)
    await db.transaction(async trx => {
      await trx.raw('SET SESSION max_heap_table_size = 16384')
      await trx.raw('CREATE TEMPORARY TABLE full (words VARCHAR(255)) ENGINE = MEMORY')
      for (let count = 0; count < 200 && refusals.length === 0; count++)
        await trx('full')
          .insert({ words: 'x'.repeat(255) })
          .catch(note)
    })
    await db.transaction(trx => trx('accounts').update({ time_zone: null }), { readOnly: true }).catch(note)
    assert.deepEqual(refusals.map(isUnwritable), [true, true], String(refusals))
    assert.equal(isUnwritable(await db.raw('SELECT nothing').catch(error => error)), false)
  })
