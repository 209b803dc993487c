import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import type { Person } from '../../../test/person.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, inRoom, post } from '../../../test/talk.ts'
import { pinsSql } from './pins.table.ts'
import { pinLimit } from './pins.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const atAda = await ada.connect()

const pin = (person: Person, room: number, seq: number) =>
  person.api('PUT', `/api/v1/rooms/${room}/pins/${seq}`)
const unpin = (person: Person, room: number, seq: number) =>
  person.api('DELETE', `/api/v1/rooms/${room}/pins/${seq}`)
const pins = async (person: Person, room: number): Promise<Message[]> =>
  (await person.api('GET', `/api/v1/rooms/${room}/pins`)).body.messages

test('[PIN1] any member pins a post for everybody, and the list has the last pinned first', async () => {
  const room = await foundRoom([ada, grace], 'Pinning')
  const posts = []
  for (const body of ['one', 'two', 'three']) posts.push(await post(atAda, room, body))
  const order = [1, 2, 0]
  for (const index of order) assert.equal((await pin(grace, room, posts[index]!.seq)).status, 200)
  const { messages } = await atAda.next('messages:changed', inRoom(room))
  const [told] = messages
  const { pinned, ...rest } = told!
  assert.deepEqual(rest, { ...posts[1]!, rev: posts[2]!.rev + 1 })
  assert.deepEqual(pinned?.by, { id: grace.account.id, displayName: 'grace' })
  assert.deepEqual(
    (await pins(ada, room)).map(({ body }) => body),
    ['one', 'three', 'two'],
  )
  assert.deepEqual((await pins(ada, room)).at(-1), told)
  const { status, body } = await unpin(ada, room, posts[2]!.seq)
  assert.deepEqual([status, body.message.pinned, body.message.rev], [200, undefined, posts[2]!.rev + 4])
  assert.deepEqual(
    (await pins(grace, room)).map(({ body }) => body),
    ['one', 'two'],
  )
})

test('[PIN1] pinning twice, also in the same instant, changes nothing', async () => {
  const room = await foundRoom([ada, grace], 'Twice')
  const { seq, rev } = await post(atAda, room, 'hello')
  const answers = await Promise.all([ada, grace, ada].map(person => pin(person, room, seq)))
  for (const { status, body } of answers) assert.deepEqual([status, body.message.rev], [200, rev + 1])
  for (let n = 0; n < 2; n++) assert.equal((await unpin(grace, room, seq)).body.message.rev, rev + 2)
})

test('[PIN2] only what can be read, and is there, is pinned or listed', async () => {
  const room = await foundRoom([ada, grace], 'Refused')
  const { seq } = await post(atAda, room, 'hello')
  assert.equal((await pin(grace, room, seq)).status, 200)
  for (const address of [`${room}/pins/1`, `${room}/pins/99`, `999999/pins/${seq}`])
    assert.equal((await grace.api('PUT', `/api/v1/rooms/${address}`)).body.code, 'not_found', address)
  assert.equal((await pin(linus, room, seq)).body.code, 'not_found')
  assert.equal((await unpin(linus, room, seq)).body.code, 'not_found')
  assert.equal((await linus.api('GET', `/api/v1/rooms/${room}/pins`)).body.code, 'not_found')
  assert.equal((await server.api('GET', `/api/v1/rooms/${room}/pins`)).status, 401)
  await atAda.call('message:delete', { roomId: room, seq })
  assert.equal((await pin(grace, room, seq)).body.code, 'not_found')
  assert.deepEqual(await pins(grace, room), [])
})

test('[PIN2] where only moderators post, only they pin; in a direct room, both do', async () => {
  const form = { name: 'News', kind: 'private', announcement: true }
  const room = (await ada.api('POST', '/api/v1/rooms', form)).body.room.id
  await ada.api('PUT', `/api/v1/rooms/${room}/members/${grace.account.id}`)
  const { seq } = await post(atAda, room, 'news')
  assert.equal((await pin(grace, room, seq)).body.code, 'forbidden')
  assert.equal((await pin(ada, room, seq)).status, 200)
  assert.equal((await unpin(grace, room, seq)).body.code, 'forbidden')
  assert.equal((await pins(grace, room)).length, 1)
  const direct = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
  const between = await post(atAda, direct, 'between us')
  assert.equal((await pin(grace, direct, between.seq)).status, 200)
  assert.equal((await unpin(ada, direct, between.seq)).status, 200)
})

test('[PIN3] a room has so many pinned messages, and no more; they are read by their keys', async () => {
  const room = await foundRoom([ada], 'Full')
  const posts = await Promise.all(Array.from({ length: pinLimit + 101 }, (_, n) => post(atAda, room, `${n}`)))
  for (const { seq } of posts.slice(0, pinLimit)) assert.equal((await pin(ada, room, seq)).status, 200)
  const last = posts[pinLimit]!
  assert.equal((await pin(ada, room, last.seq)).body.code, 'conflict')
  await unpin(ada, room, posts[0]!.seq)
  assert.equal((await pin(ada, room, last.seq)).status, 200)
  assert.deepEqual(
    (await pins(ada, room)).map(({ seq }) => seq),
    posts
      .slice(1, pinLimit + 1)
      .map(({ seq }) => seq)
      .reverse(),
  )
  const { db } = server.app
  await db.raw(server.config.databaseUrl ? 'ANALYZE TABLE messages, rooms, members, pins' : 'ANALYZE')
  const plan = await explain(db, pinsSql, [room, ada.account.id])
  assert.match(plan.messages!, /PRIMARY eq_ref|\(room_id=\? AND seq=\?\)/)
  assert.equal(plan.sorts, false)
})
