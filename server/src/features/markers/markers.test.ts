import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, post, roomsOf } from '../../../test/talk.ts'
import { outlookSql } from './markers.table.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const atAda = await ada.connect()

/** A room of Ada and Grace: the notice of Grace's coming, then posts of Ada. */
async function roomWith(posts: number, name: string): Promise<number> {
  const room = await foundRoom([ada, grace], name)
  for (let n = 0; n < posts; n++) await post(atAda, room, `${n}`)
  return room
}

const unmentioned = { epoch: 0, mentionCount: 0 }

async function unread(room: number): Promise<number[]> {
  const mine = (await roomsOf(grace)).find(({ id }) => id === room)!
  return [mine.readSeq, mine.unreadCount]
}

test('[MARK1] a marker moves on all devices of its person, with a count that is exact for its rev', async () => {
  const room = await roomWith(6, 'Moved')
  const [first, second] = [await grace.connect(), await grace.connect()]
  const moved = await first.call('marker:move', { roomId: room, seq: 3 })
  assert.deepEqual(moved, { roomId: room, readSeq: 3, ...unmentioned, unreadCount: 4, lastSeq: 7, rev: 7 })
  assert.deepEqual(await first.next('marker:moved'), moved)
  assert.deepEqual(await second.next('marker:moved'), moved)
  assert.deepEqual(await unread(room), [3, 4])
  assert.ok(!atAda.events.some(({ name }) => name === 'marker:moved'))
})

test('[MARK2] a marker never moves back, from whichever device', async () => {
  const room = await roomWith(5, 'Monotonic')
  const devices = await Promise.all([1, 2, 3].map(() => grace.connect()))
  await Promise.all([4, 6, 2].map((seq, n) => devices[n]!.call('marker:move', { roomId: room, seq })))
  assert.deepEqual(await unread(room), [6, 0])
  const answer = await devices[0]!.call('marker:move', { roomId: room, seq: 2 })
  assert.deepEqual([answer.readSeq, answer.unreadCount], [6, 0])
  assert.deepEqual(await unread(room), [6, 0])
})

test('[MARK3] a marker does not move beyond the last message', async () => {
  const room = await roomWith(2, 'Clamped')
  const device = await grace.connect()
  const moved = await device.call('marker:move', { roomId: room, seq: 1_000 })
  assert.deepEqual(moved, { roomId: room, readSeq: 3, ...unmentioned, unreadCount: 0, lastSeq: 3, rev: 3 })
  await post(atAda, room, 'new')
  assert.deepEqual(await unread(room), [3, 1])
})

test('[MARK4] only posts of others are unread', async () => {
  const room = await roomWith(1, 'Others')
  const device = await grace.connect()
  await post(device, room, 'mine')
  await server.app.db('messages').where({ room_id: room, seq: 2 }).update({ deleted_at: 1 })
  assert.deepEqual(await unread(room), [0, 0])
  assert.equal((await device.call('marker:move', { roomId: room, seq: 1 })).unreadCount, 0)
  await post(atAda, room, 'another')
  assert.deepEqual(await unread(room), [1, 1])
  assert.equal((await device.call('marker:move', { roomId: room, seq: 2 })).unreadCount, 1)
  assert.equal((await device.call('marker:move', { roomId: room, seq: 4 })).unreadCount, 0)
  assert.deepEqual(await unread(room), [4, 0])
})

test('[MARK1] counts stay exact while others post and the marker runs behind', async () => {
  const room = await roomWith(1, 'Running')
  const device = await grace.connect()
  const posting = Promise.all(Array.from({ length: 120 }, (_, n) => post(atAda, room, `${n}`)))
  for (let seq = 1; seq < 100; seq += 7) {
    const { readSeq, lastSeq, unreadCount } = await device.call('marker:move', { roomId: room, seq })
    // Grace's coming is the one notice, at seq 1.
    const posts = lastSeq - Math.max(readSeq, 1)
    assert.equal(unreadCount, posts)
  }
  await posting
  const [readSeq, count] = await unread(room)
  assert.equal(count, 122 - readSeq!)
})

test('[MARK5] who is not in a room has no marker there', async () => {
  const room = await roomWith(1, 'Not yours')
  assert.equal((await (await grace.connect()).call('marker:move', { roomId: room, seq: 1 })).readSeq, 1)
  const atLinus = await linus.connect()
  await assert.rejects(atLinus.call('marker:move', { roomId: room, seq: 1 }), coded('not_found'))
  await assert.rejects(atLinus.call('marker:move', { roomId: 999_999, seq: 1 }), coded('not_found'))
  await assert.rejects(atLinus.call('marker:move', { roomId: room, seq: -1 }), coded('invalid_input'))
})

test('[MARK1] what is unread is counted from the marker on, not through the whole room', async () => {
  const room = await roomWith(1, 'Planned')
  await Promise.all(Array.from({ length: 600 }, (_, n) => post(atAda, room, `${n}`)))
  const { db } = server.app
  await db.raw(server.config.databaseUrl ? 'ANALYZE TABLE messages, rooms, members' : 'ANALYZE')
  const me = grace.account.id
  const plan = await explain(db, outlookSql, [room, 590, me, me, room, 590, me, room, 590, room, me])
  assert.match(plan.later!, /PRIMARY range|room_id=\? AND seq>\?/)
})

test('[MARK1] a move that moves nothing counts from the marker on, once, however far back it was asked to go', async () => {
  const room = await roomWith(5, 'Far behind')
  const device = await grace.connect()
  await device.call('marker:move', { roomId: room, seq: 5 })
  const counted: unknown[] = []
  const note = ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
    if (sql === outlookSql && bindings[0] === room) counted.push(bindings[1])
  }
  server.app.db.on('query', note)
  for (const asked of [{ seq: 0 }, { seq: 5 }, { seq: 6, epoch: 7 }])
    assert.equal((await device.call('marker:move', { roomId: room, ...asked })).readSeq, 5)
  assert.equal((await device.call('marker:move', { roomId: room, seq: 6 })).readSeq, 6)
  server.app.db.off('query', note)
  assert.deepEqual(counted, [5, 5, 5, 6])
})

test('[MARK10] a marker is set back by hand, on all devices, in a new epoch', async () => {
  const room = await roomWith(6, 'Set back')
  const [first, second] = [await grace.connect(), await grace.connect()]
  await first.call('marker:move', { roomId: room, seq: 7 })
  await second.next('marker:moved', ({ roomId }) => roomId === room)
  const reset = await first.call('marker:reset', { roomId: room, seq: 4 })
  const expected = { roomId: room, readSeq: 3, epoch: 1, unreadCount: 4, mentionCount: 0, lastSeq: 7, rev: 7 }
  assert.deepEqual(reset, expected)
  for (const device of [first, second])
    assert.deepEqual(await device.next('marker:moved', ({ epoch }) => epoch === 1), expected)
  assert.deepEqual(await unread(room), [3, 4])
  const { epoch } = (await roomsOf(grace)).find(({ id }) => id === room)!
  assert.equal(epoch, 1)
  assert.equal((await first.call('marker:reset', { roomId: room, seq: 1 })).unreadCount, 6)
  assert.deepEqual(await unread(room), [0, 6])
  assert.equal((await first.call('marker:reset', { roomId: room, seq: 0 })).readSeq, 0)
  assert.equal((await first.call('marker:reset', { roomId: room, seq: 999 })).readSeq, 7)
  assert.deepEqual(await unread(room), [7, 0])
})

test('[MARK10] two devices that set it back in the same instant come one after the other', async () => {
  const room = await roomWith(4, 'Both back')
  const devices = await Promise.all([1, 2, 3].map(() => grace.connect()))
  const resets = await Promise.all(
    devices.map((device, n) => device.call('marker:reset', { roomId: room, seq: n + 2 })),
  )
  assert.deepEqual(resets.map(({ epoch }) => epoch).sort(), [1, 2, 3])
  const last = resets.find(({ epoch }) => epoch === 3)!
  assert.deepEqual(await unread(room), [last.readSeq, last.unreadCount])
})

test('[MARK11] what was read before the marker was set back does not move it; what is read after does', async () => {
  const room = await roomWith(5, 'Late')
  const device = await grace.connect()
  await device.call('marker:move', { roomId: room, seq: 6, epoch: 0 })
  await device.call('marker:reset', { roomId: room, seq: 3 })
  const late = await device.call('marker:move', { roomId: room, seq: 6, epoch: 0 })
  assert.deepEqual([late.readSeq, late.epoch, late.unreadCount], [2, 1, 4])
  const early = await device.call('marker:move', { roomId: room, seq: 6, epoch: 2 })
  assert.equal(early.readSeq, 2)
  const now = await device.call('marker:move', { roomId: room, seq: 4, epoch: 1 })
  assert.deepEqual([now.readSeq, now.epoch, now.unreadCount], [4, 1, 2])
  assert.equal((await device.call('marker:move', { roomId: room, seq: 5 })).readSeq, 5, 'an older client')
})

test('[MARK5] who is not in a room sets no marker back there', async () => {
  const room = await roomWith(1, 'Nothing to set back')
  const reset = (connection: typeof atAda, roomId = room) =>
    connection.call('marker:reset', { roomId, seq: 1 })
  assert.equal((await reset(await grace.connect())).readSeq, 0)
  const atLinus = await linus.connect()
  await assert.rejects(reset(atLinus), coded('not_found'))
  await assert.rejects(reset(atLinus, 999_999), coded('not_found'))
})
