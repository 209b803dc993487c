import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roomMentionLimit } from '@chatter/shared/rooms.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, history, inRoom, post, roomsOf } from '../../../test/talk.ts'
import { hearersSql } from './mentions.table.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const gildong = await server.signUp('길동')
const [atAda, atGrace] = [await ada.connect(), await grace.connect()]

const mentionOf = ({ account: { id, username } }: Person) => ({ id, username })
const edit = (connection: Connection, roomId: number, seq: number, body: string) =>
  connection.call('message:edit', { roomId, seq, body })

/** What is unread of a room, and what of that mentions the person. */
async function counts(person: Person, roomId: number): Promise<[number, number]> {
  const room = (await roomsOf(person)).find(({ id }) => id === roomId)!
  return [room.unreadCount, room.mentionCount]
}

test('[MEN3] a post mentions those members whom its words name, each once, and counts for them', async () => {
  const room = await foundRoom([ada, grace, gildong], 'Named')
  const message = await post(atAda, room, '@GRACE @길동님, @grace and @linus: `@ada`')
  assert.deepEqual(message.mentions, [mentionOf(grace), mentionOf(gildong)])
  assert.deepEqual((await atGrace.next('messages:posted', inRoom(room))).messages[0]!.kind, 'notice')
  assert.deepEqual((await history(grace, room)).at(-1), message)
  const plain = await post(atAda, room, 'mail@grace and @nobody')
  assert.equal('mentions' in plain, false)
  assert.deepEqual(await counts(grace, room), [2, 1])
  assert.deepEqual(await counts(gildong, room), [2, 1])
  assert.deepEqual(await counts(ada, room), [0, 0])
})

test('[MEN3] what was deleted mentions nobody any more', async () => {
  const room = await foundRoom([ada, grace], 'Unmentioned')
  const { seq } = await post(atAda, room, '@grace')
  assert.deepEqual(await counts(grace, room), [1, 1])
  await atAda.call('message:delete', { roomId: room, seq })
  assert.deepEqual(await counts(grace, room), [0, 0])
})

test('[MEN4] anybody mentions everybody in a small room, and only moderators in a large one', async () => {
  const room = await foundRoom([ada, grace], 'Everybody')
  const { db } = server.app
  const count = (memberCount: number) => db('rooms').where({ id: room }).update({ member_count: memberCount })
  await count(roomMentionLimit - 1)
  const mentioned = await post(atGrace, room, '@room에 알립니다')
  assert.deepEqual([mentioned.mentionsRoom, mentioned.mentions], [true, undefined])
  assert.deepEqual(await counts(ada, room), [1, 1])
  await count(roomMentionLimit)
  const plain = await post(atGrace, room, '@room is only words now')
  assert.equal('mentionsRoom' in plain, false)
  assert.equal((await post(atAda, room, 'but not for me, @room')).mentionsRoom, true)
  await db('members').where({ room_id: room, account_id: grace.account.id }).update({ role: 'moderator' })
  assert.equal((await post(atGrace, room, '@room')).mentionsRoom, true)
})

test('[MEN5] an edit mentions whom its words name now, and their devices are told the exact counts', async () => {
  const room = await foundRoom([ada, grace, gildong], 'Edited')
  const atGildong = await gildong.connect()
  await post(atAda, room, '@grace early')
  const message = await post(atAda, room, '@grace')
  const edited = await edit(atAda, room, message.seq, '@길동')
  assert.deepEqual(edited.mentions, [mentionOf(gildong)])
  const marker = { roomId: room, readSeq: 0, epoch: 0, unreadCount: 2, lastSeq: edited.seq, rev: edited.rev }
  assert.deepEqual(await atGrace.next('marker:moved', inRoom(room)), { ...marker, mentionCount: 1 })
  const start = (await roomsOf(gildong)).find(({ id }) => id === room)!.readSeq
  assert.deepEqual(await atGildong.next('marker:moved', inRoom(room)), {
    ...marker,
    readSeq: start,
    mentionCount: 1,
  })
  const names = atGrace.events
    .filter(({ payload }) => (payload as { roomId?: number }).roomId === room)
    .map(({ name }) => name)
  assert.deepEqual(names.slice(-2), ['messages:changed', 'marker:moved'])
  assert.deepEqual(await counts(grace, room), [2, 1])
  assert.deepEqual(await counts(gildong, room), [2, 1])
  const rows = await server.app.db('mentions').where({ room_id: room, seq: message.seq }).pluck('account_id')
  assert.deepEqual(rows, [gildong.account.id])
  const bare = await edit(atAda, room, message.seq, 'nobody')
  assert.equal('mentions' in bare, false)
  assert.deepEqual(await counts(gildong, room), [2, 0])
})

test('[MEN5] who has read the post is not told, and @room stays as it was written', async () => {
  const room = await foundRoom([ada, grace], 'Read')
  const message = await post(atAda, room, 'hello')
  await atGrace.call('marker:move', { roomId: room, seq: message.seq })
  await atGrace.next('marker:moved', inRoom(room))
  const edited = await edit(atAda, room, message.seq, 'hello @grace and @room')
  assert.deepEqual([edited.mentions, edited.mentionsRoom], [[mentionOf(grace)], undefined])
  const all = await post(atAda, room, '@room')
  const still = await edit(atAda, room, all.seq, 'nobody')
  assert.equal(still.mentionsRoom, true)
  await atGrace.next('messages:changed', ({ messages }) => messages[0]!.rev === still.rev)
  const markers = atGrace.events.filter(
    ({ name, payload }) => name === 'marker:moved' && (payload as { roomId: number }).roomId === room,
  )
  assert.equal(markers.length, 1)
  assert.deepEqual(await counts(grace, room), [1, 1])
})

test('[MEN3] whom a body names is looked up by their names, not through all people', async () => {
  const room = await foundRoom([ada, grace, linus], 'Planned')
  const { db } = server.app
  for (let n = 0; n < 40; n++) await server.signUp(`filler${n}`)
  await db.raw(server.config.databaseUrl ? 'ANALYZE TABLE accounts, rooms, members' : 'ANALYZE')
  const plan = await explain(db, hearersSql(2), ['ada', 'grace', room, ada.account.id])
  assert.deepEqual([plan.scans, plan.sorts], [false, false])
})
