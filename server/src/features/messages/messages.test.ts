import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const lobby: number = (await ada.api('GET', '/api/v1/rooms')).body.rooms[0].id
const lab = await found('Lab')

/** A private room of Ada and Grace. */
async function found(name: string): Promise<number> {
  const { room } = (await ada.api('POST', '/api/v1/rooms', { name, kind: 'private' })).body
  await ada.api('PUT', `/api/v1/rooms/${room.id}/members/${grace.account.id}`)
  return room.id
}

function post(connection: Connection, roomId: number, body: string, clientId: string = randomUUID()) {
  return connection.call('message:post', { roomId, clientId, body })
}

async function history(person: Person, roomId: number, query = 'limit=500'): Promise<Message[]> {
  const { status, body } = await person.api('GET', `/api/v1/rooms/${roomId}/messages?${query}`)
  assert.equal(status, 200)
  return body.messages
}

test('[MSG1] a post is acknowledged with the message, and every member hears it', async () => {
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  const clientId = randomUUID()
  const message = await post(atAda, lab, '안녕\r\nGrace  ', clientId)
  const author = { id: ada.account.id, displayName: 'ada' }
  const { seq, rev, createdAt } = message
  assert.deepEqual(message, {
    roomId: lab,
    seq,
    rev,
    clientId,
    kind: 'post',
    author,
    body: '안녕\nGrace',
    createdAt,
  })
  for (const connection of [atAda, atGrace]) {
    const heard = await connection.next('messages:posted', ({ roomId }) => roomId === lab)
    assert.deepEqual(heard.messages, [message])
  }
  assert.deepEqual((await history(grace, lab)).at(-1), message)
})

test('[MSG2] seq and rev are dense and in order under twenty posters at once', async () => {
  const connections = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? ada : grace).connect()))
  const posted = await Promise.all(
    connections.map(async (connection, poster) => {
      const mine: Message[] = []
      for (let n = 0; n < 25; n++) mine.push(await post(connection, lab, `${poster}-${n}`))
      return mine
    }),
  )
  const all = await history(ada, lab, 'after=0&limit=500')
  const rest = await history(ada, lab, 'after=500&limit=500')
  const messages = [...all, ...rest]
  assert.deepEqual(
    messages.map(({ seq }) => seq),
    messages.map((_, index) => index + 1),
  )
  assert.deepEqual(
    messages.map(({ rev }) => rev),
    messages.map((_, index) => index + 1),
  )
  for (const mine of posted)
    assert.deepEqual(
      mine,
      mine.toSorted((a, b) => a.seq - b.seq),
    )
  const heard = connections[0]!.events
    .filter(({ name }) => name === 'messages:posted')
    .flatMap(({ payload }) => (payload as { messages: Message[] }).messages)
  assert.deepEqual(
    heard.map(({ rev }) => rev),
    heard.map((_, index) => heard[0]!.rev + index),
  )
  assert.equal(heard.length, 500)
})
