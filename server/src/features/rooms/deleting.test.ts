import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, inRoom, post, roomsOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { indexEverything } from '../search/search.indexing.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')

const countOf = async (table: string, where: object) =>
  Number((await server.app.db(table).where(where).count({ count: '*' }).first())!.count)

/** Writes many posts as they would be after years, each with what belongs to a message. */
async function fill(room: number, count: number) {
  const { db } = server.app
  await post(await ada.connect(), room, 'example')
  const example = await db('messages').where({ room_id: room }).orderBy('seq', 'desc').first()
  for (let start = 0; start < count; start += 100) {
    const rows = Array.from({ length: 100 }, (_, n) => {
      const seq = example.seq + start + n + 1
      const clientId = Buffer.alloc(16)
      clientId.writeUInt32BE(room, 0)
      clientId.writeUInt32BE(seq, 4)
      return { ...example, seq, rev: seq, client_id: clientId }
    })
    await db('messages').insert(rows)
    await db('mentions').insert(rows.map(({ seq }) => ({ room_id: room, seq, account_id: grace.account.id })))
  }
  const last = example.seq + count
  await db('rooms').where({ id: room }).update({ last_seq: last, rev: last })
}

test('[ROOM16] a deleted room is gone for everybody at once, who is told by whom, and its name is free', async () => {
  const room = await foundRoom([ada, grace], 'Doomed', 'public')
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  await fill(room, 3_000)
  await indexEverything(server.app)
  assert.ok((await countOf('search_documents', { room_id: room })) > 40)
  assert.equal((await grace.api('DELETE', `/api/v1/rooms/${room}`)).body.code, 'forbidden')
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${room}`)).status, 204)
  assert.equal(await countOf('rooms', { id: room }), 1)
  const by = { id: ada.account.id, displayName: 'ada' }
  for (const device of [atAda, atGrace])
    assert.deepEqual(await device.next('room:removed', inRoom(room)), { roomId: room, reason: 'deleted', by })
  const refused = await grace.api('PUT', `/api/v1/rooms/${room}/members/${grace.account.id}`)
  assert.equal(refused.status, 404)
  assert.equal((await grace.api('GET', `/api/v1/rooms/${room}/messages`)).status, 404)
  await assert.rejects(post(atGrace, room, 'too late'), coded('not_found'))
  assert.ok(!(await roomsOf(ada)).some(({ id }) => id === room))
  assert.deepEqual((await grace.api('GET', '/api/v1/rooms/browse?query=doomed')).body.rooms, [])
  await foundRoom([grace], 'Doomed', 'public')
  await until(async () => (await countOf('rooms', { id: room })) === 0)
  for (const table of ['messages', 'mentions', 'members', 'search_documents', 'search_progress'])
    assert.equal(await countOf(table, { room_id: room }), 0)
})

test('[ROOM18] a private room ends with its last member, and a public one does not', async () => {
  const [room, open] = [await foundRoom([ada, grace], 'Ours'), await foundRoom([ada], 'Open', 'public')]
  const leave = (person: typeof ada, id: number) =>
    person.api('DELETE', `/api/v1/rooms/${id}/members/${person.account.id}`)
  const atAda = await ada.connect()
  await fill(room, 500)
  assert.equal((await leave(grace, room)).status, 204)
  assert.equal(await countOf('rooms', { id: room, deleted_at: null }), 1, 'somebody is in it')
  for (const id of [room, open]) assert.equal((await leave(ada, id)).status, 204)
  assert.deepEqual(await atAda.next('room:removed', inRoom(room)), { roomId: room, reason: 'left' })
  await until(async () => (await countOf('rooms', { id: room })) === 0)
  for (const table of ['messages', 'mentions', 'members', 'bans'])
    assert.equal(await countOf(table, { room_id: room }), 0)
  const joined = await grace.api('PUT', `/api/v1/rooms/${open}/members/${grace.account.id}`)
  assert.deepEqual([joined.status, joined.body.room.role], [200, 'owner'])
})

test('[ROOM16] while a large room is cleared away, people talk elsewhere', async () => {
  const [doomed, other] = [await foundRoom([ada], 'Large'), await foundRoom([ada, grace], 'Other')]
  await fill(doomed, 5_000)
  const atGrace = await grace.connect()
  await ada.api('DELETE', `/api/v1/rooms/${doomed}`)
  const before = await countOf('messages', { room_id: doomed })
  for (let n = 0; n < 20; n++) await post(atGrace, other, `${n}`)
  assert.ok(before > 0)
  await until(async () => (await countOf('rooms', { id: doomed })) === 0)
})

test('[ROOM16] what a server that was stopped left behind is cleared away by the next', async () => {
  const room = await foundRoom([ada, grace], 'Unfinished')
  await fill(room, 2_000)
  await ada.api('DELETE', `/api/v1/rooms/${room}`)
  await server.restart()
  assert.equal((await ada.api('GET', `/api/v1/rooms/${room}`)).status, 404)
  await until(async () => (await countOf('rooms', { id: room })) === 0)
  assert.equal(await countOf('messages', { room_id: room }), 0)
})
