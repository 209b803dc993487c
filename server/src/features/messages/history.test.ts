import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEvent } from '@chatter/shared/apply.ts'
import { applyChanges, applyPage } from '@chatter/shared/messages.apply.ts'
import type { ChangePage, MessagePage } from '@chatter/shared/messages.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import type { Person } from '../../../test/person.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, post, roomsOf } from '../../../test/talk.ts'
import { changesSql, newestSql, rangeSql, timesSql } from './messages.table.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const atAda = await ada.connect()

/** A room of Ada and Grace with `count` messages, the notice of Grace's coming among them. */
async function roomWith(count: number, name: string): Promise<number> {
  const room = await foundRoom([ada, grace], name)
  await Promise.all(Array.from({ length: count - 1 }, (_, n) => post(atAda, room, `${name} ${n}`)))
  return room
}

async function page(person: Person, room: number, query = ''): Promise<MessagePage> {
  const { status, body } = await person.api('GET', `/api/v1/rooms/${room}/messages?${query}`)
  assert.equal(status, 200)
  return body
}

async function changes(person: Person, room: number, query: string): Promise<ChangePage> {
  const { status, body } = await person.api('GET', `/api/v1/rooms/${room}/changes?${query}`)
  assert.equal(status, 200)
  return body
}

const run = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

test('[MSG9] history comes in pages, oldest first, that say whether there is more', async () => {
  const room = await roomWith(30, 'Paged')
  const expectations: [string, number, number, boolean, boolean][] = [
    ['limit=10', 21, 30, true, false],
    ['', 1, 30, false, false],
    ['before=21&limit=10', 11, 20, true, true],
    ['before=11&limit=10', 1, 10, false, true],
    ['before=4&limit=10', 1, 3, false, true],
    ['before=9999&limit=5', 26, 30, true, false],
    ['after=0&limit=10', 1, 10, false, true],
    ['after=20&limit=10', 21, 30, true, false],
    ['after=28&limit=10', 29, 30, true, false],
    ['around=15&limit=10', 10, 19, true, true],
    ['around=2&limit=10', 1, 10, false, true],
    ['around=30&limit=10', 25, 30, true, false],
    ['around=9999&limit=3', 28, 30, true, false],
  ]
  for (const [query, first, last, hasBefore, hasAfter] of expectations) {
    const { messages, ...rest } = await page(grace, room, query)
    const seqs = messages.map(({ seq }) => seq)
    assert.deepEqual({ query, seqs, ...rest }, { query, seqs: run(first, last), hasBefore, hasAfter })
  }
})

test('[MSG9] a page beyond either end is empty, and says on which side the messages are', async () => {
  const room = await roomWith(5, 'Ends')
  const empty = async (query: string) => {
    const { messages, hasBefore, hasAfter } = await page(ada, room, query)
    assert.deepEqual(messages, [])
    return { hasBefore, hasAfter }
  }
  assert.deepEqual(await empty('before=1'), { hasBefore: false, hasAfter: true })
  assert.deepEqual(await empty('after=5'), { hasBefore: true, hasAfter: false })
  const bare = await foundRoom([ada], 'Bare')
  for (const query of ['', 'before=7', 'after=0', 'around=3']) {
    const { messages, hasBefore, hasAfter } = await page(ada, bare, query)
    assert.deepEqual({ messages, hasBefore, hasAfter }, { messages: [], hasBefore: false, hasAfter: false })
  }
})

test('[MSG9] the newest page is the newest for everybody who asks in the same moment, and for members only', async () => {
  const room = await roomWith(5, 'Moment')
  for (let n = 0; n < 5; n++) {
    const message = await post(atAda, room, `moment ${n}`)
    const pages = await Promise.all([ada, grace, ada, grace].map(person => page(person, room)))
    for (const { messages } of pages) assert.deepEqual(messages.at(-1), message)
    assert.equal((await linus.api('GET', `/api/v1/rooms/${room}/messages`)).status, 404)
  }
})

test('[MSG9] a page is asked for in one way, and has at most 500 messages', async () => {
  const room = await roomWith(3, 'Asked')
  assert.equal((await page(ada, room, 'limit=500')).messages.length, 3)
  for (const query of [
    'before=3&after=1',
    'around=2&before=1',
    'limit=0',
    'limit=501',
    'before=-1',
    'after=x',
  ]) {
    const { status, body } = await ada.api('GET', `/api/v1/rooms/${room}/messages?${query}`)
    assert.deepEqual([query, status, body.code], [query, 400, 'invalid_input'])
  }
})

test('[MSG5] who is not in a room reads nothing of it, and cannot tell it from one that does not exist', async () => {
  const room = await roomWith(3, 'Secret')
  for (const path of ['messages', 'messages?before=3', 'changes?sinceRev=0']) {
    assert.equal((await grace.api('GET', `/api/v1/rooms/${room}/${path}`)).status, 200)
    const forbidden = await linus.api('GET', `/api/v1/rooms/${room}/${path}`)
    const absent = await linus.api('GET', `/api/v1/rooms/999999/${path}`)
    assert.deepEqual([forbidden.status, forbidden.body], [404, absent.body])
    assert.equal(forbidden.body.code, 'not_found')
  }
})

test('[SYNC6] changes come by rev, page by page, up to the rev of the room', async () => {
  const room = await roomWith(25, 'Changed')
  const first = await changes(grace, room, 'sinceRev=5&limit=10')
  assert.deepEqual(
    first.messages.map(({ rev }) => rev),
    run(6, 15),
  )
  assert.deepEqual([first.rev, first.roomRev, first.reset], [15, 25, false])
  const second = await changes(grace, room, `sinceRev=${first.rev}&limit=10`)
  assert.deepEqual([second.rev, second.messages.length], [25, 10])
  const none = await changes(grace, room, 'sinceRev=25')
  assert.deepEqual(none, { messages: [], rev: 25, roomRev: 25, reset: false })
})

test('[SYNC7] a gap of more than 1,000 changes is answered with the newest page instead', async () => {
  const room = await roomWith(1_001, 'Long')
  const near = await changes(grace, room, 'sinceRev=1')
  assert.deepEqual([near.reset, near.messages.length, near.rev, near.roomRev], [false, 500, 501, 1_001])
  const far = await changes(grace, room, 'sinceRev=0')
  assert.deepEqual([far.reset, far.rev, far.roomRev], [true, 1_001, 1_001])
  assert.deepEqual(
    far.messages.map(({ seq }) => seq),
    run(952, 1_001),
  )
})

test('[SYNC7] a rev that the room has not reached is answered with the newest page, too', async () => {
  const room = await roomWith(4, 'Backup')
  const future = await changes(grace, room, 'sinceRev=90')
  assert.deepEqual([future.reset, future.rev, future.messages.length], [true, 4, 4])
})

test('[SYNC3] a cached snapshot, caught up by changes and events, equals a fresh fetch', async () => {
  const room = await roomWith(8, 'Folded')
  const fetchAll = async (): Promise<Snapshot> => {
    const listed = applyRoomList({ ...emptySnapshot, me: grace.account }, await roomsOf(grace))
    return applyPage(listed, room, await page(grace, room), listed.rooms[room]!.rev)
  }
  let cached = await fetchAll()
  for (let n = 0; n < 7; n++) await post(atAda, room, `missed ${n}`)
  const atGrace = await grace.connect()
  const live = post(atAda, room, 'while catching up')
  for (let page: ChangePage | undefined; !page || page.rev < page.roomRev; ) {
    page = await changes(grace, room, `sinceRev=${cached.timelines[room]!.rev}&limit=3`)
    cached = applyChanges(cached, room, page)
  }
  await live
  const payload = await atGrace.next('messages:posted', ({ roomId }) => roomId === room)
  cached = applyEvent(cached, { name: 'messages:posted', payload }, 0)
  const fresh = await fetchAll()
  assert.deepEqual(cached.timelines[room], fresh.timelines[room])
  const { connectedCount: _, ...room1 } = cached.rooms[room]!
  const { connectedCount: __, ...room2 } = fresh.rooms[room]!
  assert.deepEqual(room1, room2)
})

test('[SYNC4] nothing that is posted after a connection is complete is missed on it', async () => {
  const room = await foundRoom([ada, grace], 'Early')
  for (let n = 0; n < 10; n++) {
    const [connection, busy] = [grace.connect(), post(atAda, room, 'busy')]
    const atGrace = await connection
    await busy
    const message = await post(atAda, room, `early ${n}`)
    await atGrace.next('messages:posted', ({ messages }) => messages.some(({ seq }) => seq === message.seq))
    atGrace.close()
  }
})

test('[FIND13] a page at a time begins where that time does, whatever the length of the room', async () => {
  const room = await roomWith(700, 'Dated')
  const start = Date.UTC(2020, 0, 1)
  // Three messages of every second, and an hour of silence in the middle.
  const timeOf = (seq: number) => start + Math.floor(seq / 3) * 1_000 + (seq > 350 ? 3_600_000 : 0)
  for (const seq of run(1, 700))
    await server.app
      .db('messages')
      .where({ room_id: room, seq })
      .update({ created_at: timeOf(seq) })
  const firstAt = (time: number) => run(1, 700).find(seq => timeOf(seq) >= time) ?? 700
  const times = [0, start, timeOf(350) + 1, timeOf(700), timeOf(700) + 1, 4_000_000_000_000]
  for (const time of [...times, ...run(1, 60).map(seq => timeOf(seq * 11) + (seq % 2))]) {
    const { messages } = await page(grace, room, `at=${time}&limit=1`)
    assert.deepEqual(
      messages.map(({ seq }) => seq),
      [firstAt(time)],
      `at ${time - start}`,
    )
  }
  const { messages, hasBefore, hasAfter } = await page(grace, room, `at=${timeOf(351)}&limit=10`)
  assert.deepEqual([messages[0]?.seq, messages.at(-1)?.seq, hasBefore, hasAfter], [346, 355, true, true])
  assert.equal((await linus.api('GET', `/api/v1/rooms/${room}/messages?at=0`)).status, 404)
  assert.equal((await ada.api('GET', `/api/v1/rooms/${room}/messages?at=0&around=3`)).status, 400)
  const empty = await foundRoom([ada], 'Empty')
  assert.equal((await page(ada, empty, 'at=0')).hasAfter, false)
})

test('[FIND13] in a room whose messages are being cleared away, no time is looked for any longer', async () => {
  const room = await roomWith(40, 'Going')
  const path = `/api/v1/rooms/${room}/messages?at=0` as const
  assert.equal((await ada.api('GET', path)).status, 200)
  await server.app.db('messages').where({ room_id: room }).delete()
  const { status, body } = await ada.api('GET', path)
  assert.deepEqual([status, body.code], [404, 'not_found'])
})

test('[SYNC5] history and changes are read by one index, without sorting', async () => {
  const room = await roomWith(900, 'Indexed')
  await server.app.db.raw(server.config.databaseUrl ? 'ANALYZE TABLE messages' : 'ANALYZE')
  const me = ada.account.id
  const plans = [
    await explain(server.app.db, rangeSql, [100, 149, room, me]),
    await explain(server.app.db, newestSql, [50, room, me]),
    await explain(server.app.db, changesSql, [850, 890, room, me]),
    await explain(server.app.db, timesSql(2), [room, 300, 600]),
  ]
  for (const plan of plans) {
    assert.match(plan.messages!, /PRIMARY|messages_room_id_rev_unique|sqlite_autoindex_messages/)
    assert.ok(!plan.sorts, JSON.stringify(plan))
  }
  assert.match(plans[2]!.messages!, /rev/)
})
