import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { coded, inRoom, post, roomsOf } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace', { displayName: 'Grace' })
const linus = await server.signUp('linus')

async function open(person: Person, other: Person): Promise<Room> {
  const { status, body } = await person.api('PUT', `/api/v1/directs/${other.account.id}`)
  assert.equal(status, 200)
  return body.room
}

test('[ROOM10] first contact makes the direct room for both at once, each with the other as peer', async () => {
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  const room = await open(ada, grace)
  assert.deepEqual([room.kind, room.name, room.memberCount, room.connectedCount], ['direct', '', 2, 2])
  assert.deepEqual(room.peer, grace.account)
  assert.deepEqual((await atAda.next('room:added')).room, room)
  const theirs = (await atGrace.next('room:added')).room
  assert.deepEqual([theirs.id, theirs.peer], [room.id, ada.account])
  const message = await post(atGrace, room.id, 'hello')
  assert.deepEqual((await atAda.next('messages:posted', inRoom(room.id))).messages, [message])
  assert.deepEqual([message.seq, message.kind], [1, 'post'])
})

test('[ROOM11] a pair has one direct room for ever, whoever opens it', async () => {
  const room = await open(ada, grace)
  assert.equal((await open(grace, ada)).id, room.id)
  assert.equal((await open(ada, grace)).id, room.id)
  assert.equal((await roomsOf(ada)).filter(({ peer }) => peer?.id === grace.account.id).length, 1)
})

test('[ROOM11] both start in the same instant and meet in the same room', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, other] = [await server.signUp(`one${round}`), await server.signUp(`other${round}`)]
    const [atOne, atOther] = [await one.connect(), await other.connect()]
    const rooms = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? open(one, other) : open(other, one))),
    )
    const ids = new Set(rooms.map(({ id }) => id))
    assert.equal(ids.size, 1)
    assert.equal((await atOne.next('room:added')).room.peer?.id, other.account.id)
    assert.equal((await atOther.next('room:added')).room.peer?.id, one.account.id)
    assert.equal((await post(atOne, rooms[0]!.id, 'met')).seq, 1)
    await atOther.next('messages:posted', inRoom(rooms[0]!.id))
  }
})

test('[ROOM11] the database itself holds that a pair has one direct room', async () => {
  const { id } = await open(ada, grace)
  const { id: _, ...row } = await server.app.db('rooms').where({ id }).first()
  await assert.rejects(server.app.db('rooms').insert(row))
})

test('[ROOM12] nobody has a direct room with themselves, or with nobody', async () => {
  const { status, body } = await ada.api('PUT', `/api/v1/directs/${ada.account.id}`)
  assert.deepEqual([status, body.code], [400, 'invalid_input'])
  assert.match(body.detail ?? '', /somebody else/)
  assert.equal((await ada.api('PUT', '/api/v1/directs/999999')).body.code, 'not_found')
})

test('[ROOM13] a direct room stays between two: nobody joins, leaves or deletes it', async () => {
  const { id } = await open(ada, grace)
  const path = `/api/v1/rooms/${id}`
  assert.equal((await ada.api('PUT', `${path}/members/${linus.account.id}`)).body.code, 'forbidden')
  assert.equal((await linus.api('PUT', `${path}/members/${linus.account.id}`)).body.code, 'not_found')
  assert.equal((await ada.api('DELETE', `${path}/members/${ada.account.id}`)).body.code, 'forbidden')
  assert.equal((await ada.api('DELETE', path)).body.code, 'forbidden')
  await assert.rejects(post(await linus.connect(), id, 'me too'), coded('not_found'))
  assert.equal((await open(ada, grace)).memberCount, 2)
})
