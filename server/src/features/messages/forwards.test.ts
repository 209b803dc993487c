import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Connection } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, post } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace', { displayName: 'Grace' })
const linus = await server.signUp('linus')
const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]
const from = await foundRoom([ada, grace], 'From')
const to = await foundRoom([grace, ada, linus], 'To')

const forward = (connection: Connection, seq: number, clientId: string = randomUUID(), roomId = from) =>
  connection.call('message:post', { roomId: to, clientId, body: 'made up', forwards: { roomId, seq } })

test('[MSG21] a forwarded post has the words and the author of its source, whatever its sender says', async () => {
  const source = await post(atAda, from, 'as Ada said, @grace')
  const copy = await forward(atGrace, source.seq)
  const { author, createdAt } = source
  assert.deepEqual(
    [copy.body, copy.author.id, copy.forwarded],
    ['as Ada said, @grace', grace.account.id, { author, createdAt }],
  )
  assert.equal('mentions' in copy, false)
  assert.deepEqual((await history(linus, to)).at(-1), copy)
})

test('[MSG21] a forward that is forwarded keeps its first author', async () => {
  const source = await post(atAda, from, 'first')
  const copy = await forward(atGrace, source.seq)
  const again = await forward(atAda, copy.seq, randomUUID(), to)
  assert.deepEqual([again.author.id, again.forwarded], [ada.account.id, copy.forwarded])
})

test('[MSG21] who cannot read a message cannot forward it, nor what is no post any more', async () => {
  const source = await post(atAda, from, 'among us')
  assert.equal((await forward(atGrace, source.seq)).body, 'among us')
  await assert.rejects(forward(atLinus, source.seq), coded('not_found'))
  await assert.rejects(forward(atLinus, source.seq, randomUUID(), 999_999), coded('not_found'))
  await assert.rejects(forward(atGrace, 999), coded('not_found'))
  await assert.rejects(forward(atGrace, 1), coded('not_found'), 'a notice')
  await atAda.call('message:delete', { roomId: from, seq: source.seq })
  await assert.rejects(forward(atGrace, source.seq), coded('not_found'))
  await assert.rejects(
    atAda.call('message:post', {
      roomId: 999_999,
      clientId: randomUUID(),
      body: '',
      forwards: { roomId: from, seq: 2 },
    }),
    coded('not_found'),
  )
})

test('[MSG4] a forward sent again answers with the first result, also when its source is gone', async () => {
  const source = await post(atAda, from, 'soon gone')
  const clientId = randomUUID()
  const copy = await forward(atGrace, source.seq, clientId)
  await atAda.call('message:delete', { roomId: from, seq: source.seq })
  assert.deepEqual(await forward(atGrace, source.seq, clientId), copy)
})

test("[MSG14] nobody puts other words into a forwarded post's mouth", async () => {
  const source = await post(atAda, from, 'what Ada said')
  const copy = await forward(atGrace, source.seq)
  const edit = { roomId: to, seq: copy.seq, body: 'what Ada never said' }
  await assert.rejects(atGrace.call('message:edit', edit), coded('forbidden'))
  assert.equal((await atAda.call('message:edit', { ...edit, roomId: from, seq: source.seq })).body, edit.body)
})

test('[MSG22] where only moderators post, others are told so, and outsiders are told nothing', async () => {
  const { body } = await ada.api('POST', '/api/v1/rooms', {
    name: 'News',
    kind: 'private',
    announcement: true,
  })
  const room = body.room.id
  for (const { account } of [grace]) await ada.api('PUT', `/api/v1/rooms/${room}/members/${account.id}`)
  const members = server.app.db('members').where({ room_id: room, account_id: grace.account.id })
  await members.clone().update({ role: 'moderator' })
  assert.equal((await post(atAda, room, 'news')).roomId, room)
  const hers = await post(atGrace, room, 'more news')
  await members.clone().update({ role: 'member' })
  await assert.rejects(post(atGrace, room, 'me too'), coded('forbidden'))
  await assert.rejects(post(atGrace, room, 'me too, @ada'), coded('forbidden'))
  await assert.rejects(
    atGrace.call('message:edit', { roomId: room, seq: hers.seq, body: 'me too' }),
    coded('forbidden'),
  )
  await assert.rejects(post(atLinus, room, 'me too'), coded('not_found'))
  assert.deepEqual(await post(atGrace, room, 'more news', hers.clientId!), hers)
  assert.ok(
    (await atGrace.call('reaction:add', { roomId: room, seq: hers.seq, emoji: '🎉' })).reactions,
    'they react',
  )
})

test('[LIM9] editing, deleting, reacting and pinning are limited as posting is', async () => {
  await server.restart({ limitPosts: 12 })
  const connection = await ada.connect()
  const message = await post(connection, from, 'limited')
  const address = { roomId: from, seq: message.seq }
  const outcomes = await Promise.allSettled([
    connection.call('message:edit', { ...address, body: 'once' }),
    ...['👍', '👎', '🎉'].map(emoji => connection.call('reaction:add', { ...address, emoji })),
    connection.call('reaction:remove', { ...address, emoji: '👎' }),
    connection.call('message:delete', address),
  ])
  const refused = outcomes.filter(outcome => outcome.status === 'rejected')
  assert.ok(refused.length > 0 && refused.length < outcomes.length)
  for (const { reason } of refused) assert.ok(coded('rate_limited')(reason) && reason.retryAfter > 0)
  const pin = await ada.api('PUT', `/api/v1/rooms/${from}/pins/${message.seq}`)
  assert.deepEqual([pin.status, pin.body.code], [429, 'rate_limited'])
  await server.restart({ limitPosts: 0 })
})

test('[LIM9] whatever writes a notice is limited as posting is: coming, going, changing a room', async () => {
  const room = await foundRoom([ada, grace], 'Doors', 'public')
  await server.restart({ limitPosts: 6 })
  const path = `/api/v1/rooms/${room}` as const
  const doors = [
    [linus, 'PUT', `${path}/members/${linus.account.id}`, 200],
    [grace, 'DELETE', `${path}/members/${grace.account.id}`, 204],
    [ada, 'PATCH', path, 200],
  ] as const
  for (const [person, method, door, fine] of doors) {
    const ask = async () => (await person.api(method, door, { name: 'Windows' })).status
    assert.deepEqual([await ask(), await ask()], [fine, 429], method)
  }
  await server.restart({ limitPosts: 6 })
  const ban = async () => (await ada.api('PUT', `${path}/bans/${linus.account.id}`)).status
  assert.deepEqual([await ban(), await ban()], [204, 429])
  await server.restart({ limitPosts: 0 })
})
