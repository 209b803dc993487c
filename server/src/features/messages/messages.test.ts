import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import type { Connection } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom, lobbyOf, post } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const lobby = (await lobbyOf(ada)).id
const lab = await foundRoom([ada, grace], 'Lab')

function heardBy({ events }: Connection, roomId: number): Message[] {
  return events
    .filter(({ name }) => name === 'messages:posted')
    .flatMap(({ payload }) => (payload as { messages: Message[] }).messages)
    .filter(message => message.roomId === roomId)
}

test('[MSG1] a post is acknowledged with the message that every member hears and history keeps', async () => {
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  const clientId = randomUUID()
  const before = Date.now()
  const message = await post(atAda, lab, '안녕\r\nGrace  ', clientId)
  const { seq, rev, createdAt } = message
  const author = { id: ada.account.id, displayName: 'Ada' }
  const expected = { roomId: lab, seq, rev, clientId, kind: 'post', author, body: '안녕\nGrace', createdAt }
  assert.deepEqual(message, expected)
  assert.ok(createdAt >= before && createdAt <= Date.now())
  for (const connection of [atAda, atGrace])
    assert.deepEqual((await connection.next('messages:posted', inRoom(lab))).messages, [message])
  assert.deepEqual((await history(grace, lab)).at(-1), message)
})

test('[MSG2] seq and rev have no holes and are heard in order, with twenty posters at once', async () => {
  const room = await foundRoom([ada, grace], 'Crowd')
  const connections = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? ada : grace).connect()),
  )
  const posted = await Promise.all(
    connections.map(async (connection, poster) => {
      const mine: Message[] = []
      for (let n = 0; n < 20; n++) mine.push(await post(connection, room, `${poster}-${n}`))
      return mine
    }),
  )
  const messages = await history(ada, room)
  const numbers = messages.map((_, index) => index + 1)
  assert.equal(messages.filter(({ kind }) => kind === 'post').length, 400)
  assert.deepEqual(
    messages.map(({ seq }) => seq),
    numbers,
  )
  assert.deepEqual(
    messages.map(({ rev }) => rev),
    numbers,
  )
  for (const mine of posted)
    assert.deepEqual(
      mine,
      mine.toSorted((a, b) => a.seq - b.seq),
    )
  for (const connection of connections) {
    await connection.next('messages:posted', ({ messages }) => messages.at(-1)!.seq === numbers.length)
    const heard = heardBy(connection, room)
    assert.deepEqual(heard, messages.slice(heard[0]!.seq - 1))
    connection.close()
  }
})

test('[MSG3] the posts of one moment in one room leave as one event', async () => {
  const atAda = await ada.connect()
  const before = atAda.events.length
  const posted = await Promise.all(Array.from({ length: 50 }, (_, n) => post(atAda, lab, `${n}`)))
  await atAda.next('messages:posted', ({ messages }) =>
    messages.some(({ seq }) => seq === posted.at(-1)!.seq),
  )
  const events = atAda.events.slice(before).filter(({ name }) => name === 'messages:posted')
  assert.ok(events.length < 10, `50 posts left as ${events.length} events`)
})

test('[MSG4] a post sent again answers with the first result, and nobody hears it twice', async () => {
  const [first, second] = [await ada.connect(), await ada.connect()]
  const clientId = randomUUID()
  const message = await post(first, lab, 'once', clientId)
  assert.deepEqual(await post(first, lab, 'once', clientId), message)
  assert.deepEqual(await post(second, lab, 'changed meanwhile', clientId), message)
  assert.deepEqual(await post(second, lobby, 'in another room', clientId), message)
  const last = await post(first, lab, 'and then')
  assert.equal(last.seq, message.seq + 1)
  await first.next('messages:posted', ({ messages }) => messages[0]!.seq === last.seq)
  assert.equal(heardBy(first, lab).filter(({ seq }) => seq === message.seq).length, 1)
})

test('[MSG4] the same post twice in one moment is one message, beside new ones', async () => {
  const connection = await ada.connect()
  const [clientId, known] = [randomUUID(), randomUUID()]
  const earlier = await post(connection, lab, 'earlier', known)
  const [a, again, b, c] = await Promise.all([
    post(connection, lab, 'twice', clientId),
    post(connection, lab, 'earlier', known),
    post(connection, lab, 'twice, but changed', clientId),
    post(connection, lab, 'new'),
  ])
  assert.equal(a.body, 'twice')
  assert.deepEqual(b, a)
  assert.deepEqual(again, earlier)
  assert.equal(c.seq, a.seq + 1)
  assert.equal((await history(ada, lab)).filter(({ body }) => body === 'twice').length, 1)
})

test('[MSG4] the same clientId of another author is another post', async () => {
  const clientId = randomUUID()
  const first = await post(await ada.connect(), lab, 'mine', clientId)
  const second = await post(await grace.connect(), lab, 'mine too', clientId)
  assert.equal(second.seq, first.seq + 1)
  assert.equal(second.clientId, clientId)
})

test('[MSG5] who is not in a room cannot post there, and cannot tell it from one that does not exist', async () => {
  const [atGrace, atLinus] = [await grace.connect(), await linus.connect()]
  assert.equal((await post(atGrace, lab, 'I may')).roomId, lab)
  await assert.rejects(post(atLinus, lab, 'I may not'), coded('not_found'))
  await assert.rejects(post(atLinus, 999_999, 'nowhere'), coded('not_found'))
  const [mine, theirs] = await Promise.allSettled([
    post(atGrace, lab, 'neighbour'),
    post(atLinus, lab, 'intruder'),
  ])
  assert.equal(mine.status, 'fulfilled')
  assert.equal(theirs.status, 'rejected')
  assert.ok(!(await history(ada, lab)).some(({ author }) => author.id === linus.account.id))
})

test('[MSG5] a former member is refused, but still gets the first result of what they wrote', async () => {
  const room = await foundRoom([ada, grace], 'Left')
  const atGrace = await grace.connect()
  const clientId = randomUUID()
  const message = await post(atGrace, room, 'goodbye', clientId)
  await grace.api('DELETE', `/api/v1/rooms/${room}/members/${grace.account.id}`)
  await assert.rejects(post(atGrace, room, 'still here'), coded('not_found'))
  assert.deepEqual(await post(atGrace, room, 'goodbye', clientId), message)
})

test('[MSG6] a body has 1 to 20,000 characters of any script, counted as people count', async () => {
  const connection = await ada.connect()
  const longest = '😀'.repeat(20_000)
  const message = await post(connection, lab, longest)
  assert.equal(message.body, longest)
  assert.equal((await history(grace, lab)).at(-1)?.body, longest)
  await assert.rejects(post(connection, lab, `${longest}!`), coded('message_too_long'))
  await assert.rejects(post(connection, lab, ' \n '), coded('message_empty'))
  assert.equal((await history(grace, lab)).at(-1)?.seq, message.seq)
})

test('[MSG6] what is special to a database or a page is kept as it was written', async () => {
  const connection = await ada.connect()
  const bodies = [
    `'); DROP TABLE messages; --`,
    '\\',
    `\\' OR 1=1`,
    '?:name',
    '%_"`',
    '<b>&amp;</b>',
    '\u2028\t{}',
  ]
  for (const body of bodies) await post(connection, lab, body)
  const kept = (await history(ada, lab)).slice(-bodies.length).map(({ body }) => body)
  assert.deepEqual(
    kept,
    bodies.map(body => body.trimEnd()),
  )
})

test('[MSG7] a message says who wrote it by their name of today', async () => {
  const hopper = await server.signUp('hopper', { displayName: 'Hopper' })
  const connection = await hopper.connect()
  await post(connection, lobby, 'before')
  await hopper.api('PATCH', '/api/v1/me', { displayName: 'Rear Admiral' })
  assert.equal((await post(connection, lobby, 'after')).author.displayName, 'Rear Admiral')
  assert.equal(
    (await history(ada, lobby)).find(({ body }) => body === 'before')?.author.displayName,
    'Rear Admiral',
  )
})

test('[MSG8] what was acknowledged is there after a restart, and sent again it answers the same', async () => {
  const clientId = randomUUID()
  const message = await post(await ada.connect(), lab, 'kept', clientId)
  await server.restart()
  assert.deepEqual((await history(grace, lab)).at(-1), message)
  const connection = await ada.connect()
  assert.deepEqual(await post(connection, lab, 'kept', clientId), message)
  assert.equal((await post(connection, lab, 'next')).seq, message.seq + 1)
})

test('[MSG8] a server that closes acknowledges what it has taken', async () => {
  const connection = await ada.connect()
  const posts = Array.from({ length: 30 }, (_, n) =>
    post(connection, lab, `closing ${n}`).catch(() => undefined),
  )
  await new Promise(setImmediate)
  await server.restart()
  const acknowledged = (await Promise.all(posts)).filter(message => message !== undefined)
  const kept = await history(ada, lab)
  for (const message of acknowledged)
    assert.deepEqual(
      kept.find(({ seq }) => seq === message.seq),
      message,
    )
})

test('[LIM7] posting is limited for each account', async () => {
  await server.restart({ limitPosts: 12 })
  const connection = await ada.connect()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => post(connection, lab, `${n}`)),
  )
  const refused = outcomes.filter(outcome => outcome.status === 'rejected')
  assert.ok(refused.length > 0 && refused.length < 10)
  for (const { reason } of refused) assert.ok(coded('rate_limited')(reason) && reason.retryAfter > 0)
  assert.equal((await post(await grace.connect(), lab, 'not me')).kind, 'post')
  await server.restart({ limitPosts: 0 })
})
