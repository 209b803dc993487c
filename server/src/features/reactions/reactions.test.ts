import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reactionLimit } from '@chatter/shared/reactions.ts'
import type { Connection } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom, post } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]
const [adaId, graceId] = [ada.account.id, grace.account.id]

const add = (connection: Connection, roomId: number, seq: number, emoji: string) =>
  connection.call('reaction:add', { roomId, seq, emoji })
const remove = (connection: Connection, roomId: number, seq: number, emoji: string) =>
  connection.call('reaction:remove', { roomId, seq, emoji })

test('[REA1] a reaction is on the message for everybody, in the order in which each emoji came', async () => {
  const room = await foundRoom([ada, grace], 'Reacting')
  const message = await post(atAda, room, 'hello')
  const { seq } = message
  const first = await add(atGrace, room, seq, '👍')
  assert.deepEqual(first, {
    ...message,
    rev: message.rev + 1,
    reactions: [{ emoji: '👍', accountIds: [graceId] }],
  })
  assert.deepEqual((await atAda.next('messages:changed', inRoom(room))).messages, [first])
  await add(atAda, room, seq, '🎉')
  const third = await add(atAda, room, seq, '👍')
  assert.deepEqual(third.reactions, [
    { emoji: '👍', accountIds: [graceId, adaId] },
    { emoji: '🎉', accountIds: [adaId] },
  ])
  assert.deepEqual((await history(grace, room)).at(-1), third)
  const fourth = await remove(atGrace, room, seq, '👍')
  assert.deepEqual(fourth.reactions, [
    { emoji: '👍', accountIds: [adaId] },
    { emoji: '🎉', accountIds: [adaId] },
  ])
  await remove(atAda, room, seq, '🎉')
  const bare = await remove(atAda, room, seq, '👍')
  assert.deepEqual(bare, { ...message, rev: message.rev + 6 })
})

test('[REA2] doing it twice, also in the same instant, changes nothing; the database holds one of each', async () => {
  const room = await foundRoom([ada, grace], 'Twice')
  const { seq, rev } = await post(atAda, room, 'hello')
  // The same emoji without the mark for its colourful form, as some keyboards write it.
  const answers = await Promise.all(['❤️', '❤', '❤️', '❤'].map(emoji => add(atGrace, room, seq, emoji)))
  for (const answer of answers) assert.equal(answer.rev, rev + 1)
  const rows = await server.app.db('reactions').where({ room_id: room }).select('emoji', 'account_id')
  assert.deepEqual(
    rows.map(row => ({ ...row })),
    [{ emoji: '❤️', account_id: graceId }],
  )
  const taken = await Promise.all([1, 2].map(() => remove(atGrace, room, seq, '❤')))
  for (const answer of taken) assert.deepEqual([answer.rev, answer.reactions], [rev + 2, undefined])
  assert.deepEqual(await server.app.db('reactions').where({ room_id: room }), [])
})

test('[REA3] a reaction is one emoji, on a post that is there, of a room that one is in', async () => {
  const room = await foundRoom([ada, grace], 'Refused')
  const { seq } = await post(atAda, room, 'hello')
  for (const emoji of ['👩🏽‍🚀', '🇰🇷', '1️⃣']) assert.ok((await add(atGrace, room, seq, emoji)).reactions)
  for (const emoji of ['', 'a', '1', '👍👍', '<b>', '가'])
    await assert.rejects(add(atGrace, room, seq, emoji), coded('invalid_input'))
  await assert.rejects(add(atGrace, room, 1, '👍'), coded('not_found'), 'a notice')
  await assert.rejects(add(atGrace, room, 99, '👍'), coded('not_found'))
  await assert.rejects(add(atLinus, room, seq, '👍'), coded('not_found'))
  await assert.rejects(remove(atLinus, room, seq, '👍'), coded('not_found'))
  await atAda.call('message:delete', { roomId: room, seq })
  await assert.rejects(add(atGrace, room, seq, '👍'), coded('not_found'))
})

test('[REA3] a message has so many different emoji, and no more', async () => {
  const room = await foundRoom([ada, grace], 'Full')
  const { seq } = await post(atAda, room, 'hello')
  const emoji = Array.from({ length: reactionLimit + 1 }, (_, n) => String.fromCodePoint(0x1f400 + n)).filter(
    one => /^\p{RGI_Emoji}$/v.test(one),
  )
  for (const one of emoji.slice(0, reactionLimit)) await add(atAda, room, seq, one)
  const last = emoji[reactionLimit] ?? '🎉'
  await assert.rejects(add(atGrace, room, seq, last), coded('conflict'))
  assert.deepEqual((await add(atGrace, room, seq, emoji[0]!)).reactions![0]!.accountIds, [adaId, graceId])
})
