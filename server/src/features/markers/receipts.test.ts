import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, post, roomsOf } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]
const room: number = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
for (let n = 0; n < 4; n++) await post(atAda, room, `${n}`)

const receipts = ({ events }: Connection) =>
  events.filter(({ name }) => name === 'receipt:moved').map(({ payload }) => payload)
const peerReadSeq = async (person: Person) =>
  (await roomsOf(person)).find(({ id }) => id === room)!.peerReadSeq
const show = (person: Person, readReceipts: boolean) => person.api('PATCH', '/api/v1/me', { readReceipts })

/** Runs something, and returns what receipts it brought until a later event is there. */
async function receiptsDuring(connection: Connection, work: () => Promise<unknown>): Promise<unknown[]> {
  const before = receipts(connection).length
  await work()
  const { seq } = await post(atAda, room, 'afterwards')
  await connection.next('messages:posted', ({ messages }) => messages.at(-1)!.seq === seq)
  return receipts(connection).slice(before)
}

test('[RCPT1] in a direct room, who wrote is told how far the other has read', async () => {
  assert.equal(await peerReadSeq(ada), 0)
  await atGrace.call('marker:move', { roomId: room, seq: 2 })
  assert.deepEqual(await atAda.next('receipt:moved'), { roomId: room, peerReadSeq: 2 })
  assert.equal(await peerReadSeq(ada), 2)
  assert.deepEqual(receipts(atGrace), [])
})

test('[RCPT1] nobody is told in other rooms', async () => {
  const group = await foundRoom([ada, grace], 'Group')
  await post(atAda, group, 'hello')
  const told = await receiptsDuring(atAda, () => atGrace.call('marker:move', { roomId: group, seq: 2 }))
  assert.deepEqual(told, [])
  assert.equal((await roomsOf(ada)).find(({ id }) => id === group)!.peerReadSeq, null)
})

test('[RCPT1] a marker that is set back takes its receipt back', async () => {
  const told = await receiptsDuring(atAda, () => atGrace.call('marker:reset', { roomId: room, seq: 2 }))
  assert.deepEqual(told, [
    { roomId: room, peerReadSeq: null },
    { roomId: room, peerReadSeq: 1 },
  ])
  assert.equal(await peerReadSeq(ada), 1)
})

test('[RCPT2] who turns receipts off neither shows nor sees them, and both are told at once', async () => {
  const hidden = { roomId: room, peerReadSeq: null }
  assert.deepEqual(await receiptsDuring(atAda, () => show(grace, false)), [hidden])
  assert.deepEqual(await atGrace.next('receipt:moved'), hidden)
  assert.equal((await grace.api('GET', '/api/v1/me')).body.readReceipts, false)
  const toAda = await receiptsDuring(atAda, () => atGrace.call('marker:move', { roomId: room, seq: 3 }))
  const toGrace = await receiptsDuring(atGrace, () => atAda.call('marker:move', { roomId: room, seq: 3 }))
  assert.deepEqual([toAda, toGrace], [[], []])
  assert.deepEqual([await peerReadSeq(ada), await peerReadSeq(grace)], [null, null])
})

test('[RCPT2] who turns them on again shows and sees where both are now, where the other shows it too', async () => {
  const toAda = await receiptsDuring(atAda, () => show(grace, true))
  assert.deepEqual(toAda, [{ roomId: room, peerReadSeq: 3 }])
  assert.deepEqual(receipts(atGrace).at(-1), { roomId: room, peerReadSeq: await peerReadSeq(grace) })
  assert.equal(await peerReadSeq(ada), 3)
  assert.deepEqual(await receiptsDuring(atAda, () => show(grace, true)), [], 'twice')
  await show(ada, false)
  const hidden = { roomId: room, peerReadSeq: null }
  assert.deepEqual(await receiptsDuring(atAda, () => show(grace, false)), [hidden], 'hidden already')
  await show(grace, true)
  assert.deepEqual([await peerReadSeq(ada), await peerReadSeq(grace)], [null, null])
  await show(ada, true)
  assert.deepEqual([await peerReadSeq(ada), typeof (await peerReadSeq(grace))], [3, 'number'])
  assert.deepEqual(receipts(atLinus), [])
})

test('[RCPT2] who reads in the instant in which receipts are switched shows no more than the server keeps', async () => {
  const shown = (connection: Connection) => receipts(connection).at(-1)
  for (let round = 0; round < 30; round++) {
    const { seq } = await post(atAda, room, `${round}`)
    await Promise.all([show(grace, round % 2 === 1), atGrace.call('marker:move', { roomId: room, seq })])
    await receiptsDuring(atAda, async () => {})
    assert.deepEqual(shown(atAda), { roomId: room, peerReadSeq: await peerReadSeq(ada) })
  }
})

test('[RCPT2] of two who turn receipts off in the same instant neither goes on seeing where the other is', async () => {
  for (let round = 0; round < 20; round++) {
    await Promise.all([show(ada, true), show(grace, true)])
    await Promise.all([show(ada, false), show(grace, false)])
    await receiptsDuring(atAda, async () => {})
    for (const connection of [atAda, atGrace])
      assert.deepEqual(receipts(connection).at(-1), { roomId: room, peerReadSeq: null })
  }
})
