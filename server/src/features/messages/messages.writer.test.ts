/** What the writer does when the database fails it: real databases, whose connection breaks at chosen moments. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Message, RoomMessages } from '@chatter/shared/messages.ts'
import { Connection } from 'mysql2'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, post } from '../../../test/talk.ts'
import { isMysql } from '../../lib/dialect.ts'
import { createMysqlLedger } from './messages.ledger.mysql.ts'
import { createSqliteLedger } from './messages.ledger.sqlite.ts'
import type { Draft, MessageLedger } from './messages.ledger.ts'
import { findWritten } from './messages.table.ts'
import { createMessageWriter } from './messages.writer.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const { db } = server.app

const lost = () => Object.assign(new Error('the connection was lost'), { fatal: true, code: 'ECONNRESET' })
const deadlock = () => Object.assign(new Error('deadlock'), { errno: 1213 })

/** When a write fails: before it reaches the database, or after it was committed, when only the answer is lost. */
type Mishap = { before: Error } | { after: Error } | undefined

/** A writer on the server's database, which suffers one mishap after the other and then none. */
function unluckyWriter(mishaps: Mishap[], now = Date.now) {
  const ledger = isMysql(db) ? createMysqlLedger(db) : createSqliteLedger(db)
  const published: RoomMessages[] = []
  const unlucky: MessageLedger = {
    async write(drafts, enter) {
      const mishap = mishaps.shift()
      if (mishap && 'before' in mishap) throw mishap.before
      await ledger.write(drafts, enter)
      if (mishap) throw mishap.after
    },
    close: ledger.close,
  }
  const writer = createMessageWriter({
    ledger: unlucky,
    findWritten: signatures => findWritten(db, signatures),
    publish: news => published.push(news),
    log: { error: () => {} },
    now,
  })
  const heard = () => published.flatMap(({ messages }) => messages)
  return { writer, heard, close: () => ledger.close() }
}

function draft(roomId: number, body: string, clientId: string = randomUUID()): Draft {
  return { roomId, author: { id: ada.account.id, displayName: 'ada' }, clientId, body, notice: null }
}

async function posts(roomId: number): Promise<Message[]> {
  return (await history(ada, roomId)).filter(({ kind }) => kind === 'post')
}

test('[MSG10] a group that fails is written again, once, and acknowledged only then', async () => {
  const room = await foundRoom([ada], 'Deadlock')
  const { writer, heard, close } = unluckyWriter([
    { before: deadlock() },
    { before: lost() },
    { before: deadlock() },
  ])
  const written = await Promise.all(['one', 'two', 'three'].map(body => writer.write(draft(room, body))))
  assert.deepEqual(
    written.map(({ seq }) => seq),
    [1, 2, 3],
  )
  assert.deepEqual(await posts(room), written)
  assert.deepEqual(heard(), written)
  await close()
})

test('[MSG10] a commit whose answer was lost is found, told to the room, and not written twice', async () => {
  const room = await foundRoom([ada], 'Uncertain')
  const { writer, heard, close } = unluckyWriter([{ after: lost() }])
  const written = await Promise.all(['one', 'two'].map(body => writer.write(draft(room, body))))
  const next = await writer.write(draft(room, 'three'))
  assert.deepEqual(
    [...written, next].map(({ seq, body }) => [seq, body]),
    [
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ],
  )
  assert.deepEqual(await posts(room), [...written, next])
  assert.deepEqual(heard(), [...written, next])
  await close()
})

test('[MSG10] what was committed when the writer gave up is told to the room once it is sent again', async () => {
  const room = await foundRoom([ada], 'Given up')
  let time = 0
  const { writer, heard, close } = unluckyWriter([{ after: lost() }, undefined], () => (time += 5_000))
  const first = draft(room, 'written after all')
  await assert.rejects(writer.write(first), coded('unavailable'))
  assert.deepEqual(heard(), [])
  const written = await writer.write(first)
  assert.deepEqual(await posts(room), [written])
  assert.deepEqual(heard(), [written])
  assert.deepEqual(await writer.write(first), written)
  assert.deepEqual(heard(), [written])
  await close()
})

test('[MSG10] a notice is not doubled either when the answer to its commit was lost', async () => {
  const room = await foundRoom([ada], 'Notice')
  const { writer, heard, close } = unluckyWriter([{ after: lost() }])
  const notice = await writer.write({ ...draft(room, ''), notice: 'joined' })
  assert.equal(notice.clientId, null)
  assert.deepEqual(await history(ada, room), [notice])
  assert.deepEqual(heard(), [notice])
  await close()
})

test('[MSG11] while the database stays away, posts are refused as unavailable, and can be sent again', async () => {
  const room = await foundRoom([ada], 'Away')
  const mishaps: Mishap[] = Array.from({ length: 40 }, () => ({ before: lost() }))
  const { writer, heard, close } = unluckyWriter(mishaps)
  const first = draft(room, 'first')
  const begun = Date.now()
  const refused = writer.write(first)
  await new Promise(resolve => setTimeout(resolve, 50))
  const alsoWaiting = writer.write(draft(room, 'in the queue'))
  await assert.rejects(refused, coded('unavailable'))
  await assert.rejects(alsoWaiting, coded('unavailable'))
  assert.ok(Date.now() - begun < 8_000)
  assert.deepEqual(await posts(room), [])
  mishaps.length = 0
  const written = await writer.write(first)
  assert.deepEqual(await posts(room), [written])
  assert.deepEqual(heard(), [written])
  await close()
})

test('[MSG12] a post that the database refuses does not take its neighbours along', async () => {
  const room = await foundRoom([ada], 'Neighbours')
  const { writer, heard, close } = unluckyWriter([])
  const nobody = {
    ...draft(room, 'from nobody'),
    author: { id: 999_999, displayName: 'nobody' },
    notice: 'left',
  } as const
  const [a, bad, b] = await Promise.allSettled([
    writer.write(draft(room, 'a')),
    writer.write(nobody),
    writer.write(draft(room, 'b')),
  ])
  assert.deepEqual([a.status, bad.status, b.status], ['fulfilled', 'rejected', 'fulfilled'])
  assert.deepEqual(
    (await posts(room)).map(({ seq, body }) => [seq, body]),
    [
      [1, 'a'],
      [2, 'b'],
    ],
  )
  assert.deepEqual(
    heard().map(({ seq }) => seq),
    [1, 2],
  )
  await close()
})

test('[MSG2] two writers on one database share the numbers of a room without holes', async () => {
  const room = await foundRoom([ada], 'Two nodes')
  const [one, other] = [unluckyWriter([]), unluckyWriter([])]
  const shared = randomUUID()
  await Promise.all(
    Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? one : other).writer.write(draft(room, `${n}`))),
  )
  const [first, second] = await Promise.all(
    [one, other].map(({ writer }) => writer.write(draft(room, 'once', shared))),
  )
  assert.deepEqual(first, second)
  const written = await history(ada, room)
  assert.deepEqual(
    written.map(({ seq }) => seq),
    Array.from({ length: 101 }, (_, index) => index + 1),
  )
  assert.equal([...one.heard(), ...other.heard()].length, 101)
  await Promise.all([one.close(), other.close()])
})

test('[MSG2] what others do to a room between two posts is seen by the next one, however sure the writer is', async () => {
  const room = await foundRoom([ada, grace], 'Ours')
  const [one, other] = [unluckyWriter([]), unluckyWriter([])]
  const grown: number[] = []
  const say = async ({ writer }: typeof one, from = ada) => {
    const author = { id: from.account.id, displayName: from.account.displayName }
    grown.push((await writer.write({ ...draft(room, 'words'), author })).seq)
  }
  for (let turn = 0; turn < 4; turn++) await say(one, grace)
  await say(other)
  for (let turn = 0; turn < 4; turn++) await say(one, grace)
  const twice = draft(room, 'twice')
  const first = await one.writer.write(twice)
  assert.deepEqual(await one.writer.write(twice), first)
  grown.push(first.seq)
  for (let turn = 0; turn < 4; turn++) await say(one, grace)
  assert.deepEqual(
    grown,
    grown.map((_, index) => grown[0]! + index),
  )

  await db('rooms').where({ id: room }).update({ announcement: true })
  await assert.rejects(say(one, grace), coded('forbidden'))
  await db('rooms').where({ id: room }).update({ announcement: false })
  for (let turn = 0; turn < 4; turn++) await say(one, grace)
  await db('members').where({ room_id: room, account_id: grace.account.id }).delete()
  await assert.rejects(say(one, grace), coded('not_found'))
  await say(one)

  const written = await posts(room)
  assert.deepEqual(
    written.map(({ seq }) => seq),
    grown,
  )
  const { last_seq, post_count } = await db('rooms').where({ id: room }).first()
  assert.deepEqual([last_seq, post_count], [grown.at(-1), grown.length])
  await Promise.all([one.close(), other.close()])
})

if (isMysql(db)) {
  test('[MSG2] a post to a room that nobody else writes to is not looked up before', async t => {
    const room = await foundRoom([ada], 'Alone')
    const { writer, close } = unluckyWriter([])
    await writer.write(draft(room, 'looked up'))
    await writer.write(draft(room, 'found as it was left'))
    const { mock } = t.mock.method(Connection.prototype, 'query')
    const lookUps = () =>
      mock.calls.filter(({ arguments: [asked] }) => String(asked.sql).includes('ORDER BY id FOR UPDATE'))
        .length
    await writer.write(draft(room, 'guessed'))
    assert.ok(mock.callCount() > 0)
    assert.equal(lookUps(), 0)
    await db('rooms').where({ id: room }).increment('rev', 1)
    await writer.write(draft(room, 'guessed wrongly'))
    assert.equal(lookUps(), 1)
    await close()
  })

  test('[MSG10] posts survive that MariaDB cuts off the writer, again and again', async () => {
    const room = await foundRoom([ada, grace], 'Cut')
    const connection = await ada.connect()
    let isPosting = true
    const cutting = (async () => {
      while (isPosting) {
        const [rows] = await db.raw(
          'SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = DATABASE()',
        )
        for (const { id } of rows) await db.raw(`KILL CONNECTION ${id}`).catch(() => {})
        await new Promise(resolve => setTimeout(resolve, 60))
      }
    })()
    const clientIds = Array.from({ length: 300 }, () => randomUUID())
    for (let start = 0; start < clientIds.length; start += 10)
      await Promise.all(
        clientIds.slice(start, start + 10).map(async clientId => {
          const send = () => post(connection, room, 'through it', clientId)
          await send()
            .catch(() => send())
            .catch(() => send())
        }),
      )
    isPosting = false
    await cutting
    const kept = await history(ada, room)
    assert.deepEqual(kept.flatMap(({ clientId }) => clientId ?? []).toSorted(), clientIds.toSorted())
    assert.deepEqual(
      kept.map(({ seq }) => seq),
      kept.map((_, index) => index + 1),
    )
    await connection.next('messages:posted', ({ messages }) => messages.at(-1)!.seq === kept.length)
    const heard = connection.events
      .filter(({ name }) => name === 'messages:posted')
      .flatMap(({ payload }) => (payload as RoomMessages).messages)
      .filter(({ roomId }) => roomId === room)
    assert.deepEqual(
      heard.map(({ seq }) => seq),
      kept.slice(1).map(({ seq }) => seq),
    )
  })

  test('[MSG10] the writer logs in with the password of the database', async () => {
    const { host, port, database } = db.client.config.connection
    await db.raw(`CREATE USER IF NOT EXISTS 'writer'@'%' IDENTIFIED BY 'p@ss:word'`)
    await db.raw(`GRANT ALL ON \`${database}\`.* TO 'writer'@'%'`)
    await server.restart({ databaseUrl: `mysql://writer:p%40ss%3Aword@${host}:${port}/${database}` })
    const room = await foundRoom([ada], 'Password')
    assert.equal((await post(await ada.connect(), room, 'in')).seq, 1)
  })
}
