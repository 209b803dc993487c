/** Edits, deletions and replies, as those in the room hear of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Message, messageLimits, type RoomMessages } from '@chatter/shared/messages.ts'
import { loseAnswer } from '../../../test/database.ts'
import type { Person } from '../../../test/person.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom, post, reply } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { oneSql, repliesSql } from './messages.changes.table.ts'

const server = await startServer({ searchIndexing: 'off' })
const ada = await server.signUp('ada', { displayName: 'Ada' })
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]

const promote = (roomId: number, { account }: Person, role: string) =>
  server.app.db('members').where({ room_id: roomId, account_id: account.id }).update({ role })
const changes = async (person: Person, roomId: number, sinceRev: number) =>
  (await person.api('GET', `/api/v1/rooms/${roomId}/changes?sinceRev=${sinceRev}`)).body
const edits = (person: Person, roomId: number, seq: number) =>
  person.api('GET', `/api/v1/rooms/${roomId}/messages/${seq}/edits`)

/** The direct room of Ada and Grace. */
async function direct(): Promise<number> {
  return (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
}

test('[MSG14] an edit gives a post its new words everywhere, as the next change of the room', async () => {
  const room = await foundRoom([ada, grace], 'Editing')
  const message = await post(atAda, room, 'helo')
  await post(atGrace, room, 'hi')
  const { rev } = (await changes(ada, room, 0)) as { rev: number }
  const edited = await atAda.call('message:edit', { roomId: room, seq: message.seq, body: 'hello\r\n ' })
  const { editedAt, ...words } = edited
  assert.deepEqual(words, { ...message, body: 'hello', rev: rev + 1 })
  assert.ok(editedAt! >= message.createdAt)
  const { messages } = await atGrace.next('messages:changed', inRoom(room))
  assert.deepEqual(messages, [edited])
  assert.deepEqual((await history(grace, room)).at(-2), edited)
})

test('[MSG14] the same words again change nothing', async () => {
  const room = await foundRoom([ada], 'Same words')
  const message = await post(atAda, room, 'as it was')
  assert.deepEqual(
    await atAda.call('message:edit', { roomId: room, seq: message.seq, body: 'as it was ' }),
    message,
  )
  assert.equal((await changes(ada, room, 0)).roomRev, message.rev)
})

test('[MSG10] a change whose answer was lost is told to the room once it is asked for again', async t => {
  const room = await foundRoom([ada, grace], 'Lost answers')
  const { seq } = await post(atAda, room, 'secret')
  const remove = () => atAda.call('message:delete', { roomId: room, seq })
  loseAnswer(t, server.app)
  await assert.rejects(remove(), coded('unavailable'))
  const deleted = await remove()
  assert.ok(deleted.deletedAt)
  const { messages } = await atGrace.next('messages:changed', inRoom(room))
  assert.deepEqual(messages, [deleted])
})

test('[MSG14] only who wrote a post edits it, while it is there', async () => {
  const room = await foundRoom([ada, grace], 'Own words')
  const { seq } = await post(atGrace, room, 'mine')
  const edit = (connection: typeof atAda, seq: number, body = 'theirs') =>
    connection.call('message:edit', { roomId: room, seq, body })
  assert.equal((await edit(atGrace, seq, 'mine, changed')).body, 'mine, changed')
  await assert.rejects(edit(atAda, seq), coded('forbidden'))
  await assert.rejects(edit(atLinus, seq), coded('not_found'))
  await assert.rejects(edit(atGrace, 99), coded('not_found'))
  await assert.rejects(edit(atGrace, 1), coded('not_found'), 'a notice')
  await assert.rejects(edit(atGrace, seq, ' '), coded('message_empty'))
  await assert.rejects(edit(atGrace, seq, 'x'.repeat(20_001)), coded('message_too_long'))
  await atGrace.call('message:delete', { roomId: room, seq })
  await assert.rejects(edit(atGrace, seq), coded('not_found'))
})

test('[MSG15] every wording of a post is there for members, oldest first, until it is deleted', async () => {
  const room = await foundRoom([ada, grace], 'Wordings')
  const { seq, createdAt } = await post(atAda, room, 'one')
  const rewritten = []
  for (const body of ['two', 'three'])
    rewritten.push(await atAda.call('message:edit', { roomId: room, seq, body }))
  const { status, body } = await edits(grace, room, seq)
  assert.deepEqual(
    [status, body.edits],
    [
      200,
      [
        { body: 'one', writtenAt: createdAt },
        { body: 'two', writtenAt: rewritten[0]!.editedAt },
        { body: 'three', writtenAt: rewritten[1]!.editedAt },
      ],
    ],
  )
  assert.equal((await edits(linus, room, seq)).body.code, 'not_found')
  assert.equal((await edits(grace, 999_999, seq)).body.code, 'not_found')
  await atAda.call('message:delete', { roomId: room, seq })
  assert.equal((await edits(grace, room, seq)).body.code, 'not_found')
  assert.deepEqual(await server.app.db('message_edits').where({ room_id: room }), [])
})

test('[MSG16] a deleted post leaves a tombstone without words, and deleting it twice changes nothing', async () => {
  const room = await foundRoom([ada, grace], 'Deleting')
  const message = await post(atGrace, room, 'secret @ada')
  await atAda.call('reaction:add', { roomId: room, seq: message.seq, emoji: '👍' })
  await ada.api('PUT', `/api/v1/rooms/${room}/pins/${message.seq}`)
  await atGrace.call('message:edit', { roomId: room, seq: message.seq, body: 'the secret @ada' })
  const deleted = await atGrace.call('message:delete', { roomId: room, seq: message.seq })
  const { deletedAt, ...rest } = deleted
  assert.deepEqual(rest, { ...message, body: '', rev: message.rev + 4 })
  assert.ok(deletedAt! >= message.createdAt)
  assert.deepEqual(
    (
      await atAda.next(
        'messages:changed',
        ({ roomId, messages }) => roomId === room && messages[0]!.deletedAt !== undefined,
      )
    ).messages,
    [deleted],
  )
  assert.deepEqual(await atGrace.call('message:delete', { roomId: room, seq: message.seq }), deleted)
  assert.deepEqual((await history(ada, room)).at(-1), deleted)
  assert.equal((await changes(ada, room, 0)).roomRev, deleted.rev)
  const { db } = server.app
  for (const table of ['reactions', 'pins', 'message_edits'])
    assert.deepEqual(await db(table).where({ room_id: room }), [], table)
  assert.deepEqual(await db('messages').where('body', 'like', '%secret%').where({ room_id: room }), [])
})

test('[MSG16] moderators delete the posts of others, but nobody does in a direct room', async () => {
  const room = await foundRoom([ada, grace, linus], 'Moderated')
  const posts = [await post(atLinus, room, '1'), await post(atLinus, room, '2'), await post(atAda, room, '3')]
  const remove = (connection: typeof atAda, seq: number, roomId = room) =>
    connection.call('message:delete', { roomId, seq })
  await assert.rejects(remove(atGrace, posts[0]!.seq), coded('forbidden'))
  await promote(room, grace, 'moderator')
  assert.ok((await remove(atGrace, posts[0]!.seq)).deletedAt)
  assert.ok((await remove(atAda, posts[1]!.seq)).deletedAt)
  assert.ok((await remove(atGrace, posts[2]!.seq)).deletedAt)
  await assert.rejects(remove(atAda, 1), coded('forbidden'), 'a notice')
  const between = await direct()
  const { seq } = await post(atGrace, between, 'to Ada')
  await assert.rejects(remove(atAda, seq, between), coded('forbidden'))
  assert.ok((await remove(atGrace, seq, between)).deletedAt)
  await assert.rejects(remove(atLinus, seq, between), coded('not_found'))
})

test('[MSG17] changes and posts of one moment are heard in the order of their revs, without a hole', async () => {
  const room = await foundRoom([ada, grace], 'Both at once')
  const listener = await grace.connect()
  const first = await post(atAda, room, 'first')
  const writing = Array.from({ length: 60 }, (_, n) => post(n % 2 ? atAda : atGrace, room, `${n}`))
  // Whom an edit mentions is counted between its commit and its news, so that posts could overtake them.
  const editing = Array.from({ length: 30 }, (_, n) =>
    atAda.call('message:edit', { roomId: room, seq: first.seq, body: n % 2 ? `@grace ${n}` : `${n}` }),
  )
  await Promise.all([...writing, ...editing])
  const { roomRev } = await changes(ada, room, 0)
  assert.equal(roomRev, first.rev + 90)
  const isLast = ({ roomId, messages }: RoomMessages) => roomId === room && messages.at(-1)!.rev === roomRev
  await Promise.race([listener.next('messages:changed', isLast), listener.next('messages:posted', isLast)])
  const heard = listener.events
    .filter(({ name }) => name === 'messages:posted' || name === 'messages:changed')
    .flatMap(({ payload }) => (payload as { messages: Message[] }).messages)
    .filter(({ roomId, rev }) => roomId === room && rev >= first.rev)
    .map(({ rev }) => rev)
  assert.deepEqual(
    heard,
    Array.from({ length: 91 }, (_, n) => first.rev + n),
  )
})

test('[MSG17] a change is found by who catches up', async () => {
  const room = await foundRoom([ada], 'Catching up')
  const message = await post(atAda, room, 'before')
  const last = await post(atAda, room, 'last')
  const edited = await atAda.call('message:edit', { roomId: room, seq: message.seq, body: 'after' })
  const page = await changes(ada, room, last.rev)
  assert.deepEqual(page, { messages: [edited], rev: edited.rev, roomRev: edited.rev, reset: false })
})

test('[MSG18] a reply carries what it replies to', async () => {
  const room = await foundRoom([ada, grace], 'Replying')
  const original = await post(atAda, room, `one\n\n  two ${'가'.repeat(messageLimits.excerpt)}`)
  const answer = await reply(atGrace, room, original.seq, 'yes')
  const excerpt = `one two ${'가'.repeat(messageLimits.excerpt - 8)}`
  assert.deepEqual(answer.replyTo, { seq: original.seq, author: original.author, excerpt })
  const { messages } = await atAda.next(
    'messages:posted',
    ({ roomId, messages }) => roomId === room && messages[0]!.seq === answer.seq,
  )
  assert.deepEqual(messages, [answer])
  assert.deepEqual((await history(ada, room)).at(-1), answer)
})

test('[MSG18] only what is there can be replied to', async () => {
  const room = await foundRoom([ada, grace], 'Nothing to reply to')
  const other = await foundRoom([ada], 'Other')
  const gone = await post(atAda, room, 'gone')
  assert.equal((await reply(atGrace, room, gone.seq, 'while it is there')).replyTo?.seq, gone.seq)
  await atAda.call('message:delete', { roomId: room, seq: gone.seq })
  for (let n = 0; n < 12; n++) await post(atAda, other, `${n}`)
  const isField = (error: unknown) =>
    coded('invalid_input')(error) && (error as { field?: string }).field === 'replyTo'
  for (const seq of [gone.seq, 1, 12, 0]) await assert.rejects(reply(atGrace, room, seq, 'no'), isField)
  for (const nowhere of [other, 999_999])
    await assert.rejects(reply(atGrace, nowhere, 1, 'no'), coded('not_found'))
})

test('[MSG19] posts that quote a post change with it, each as a change of its own', async () => {
  const room = await foundRoom([ada, grace], 'Quoted')
  const original = await post(atAda, room, 'tomorow')
  const first = await reply(atGrace, room, original.seq, 'one')
  const gone = await reply(atGrace, room, original.seq, 'two')
  await atGrace.call('message:delete', { roomId: room, seq: gone.seq })
  const third = await reply(atAda, room, original.seq, 'three')
  await atAda.call('reaction:add', { roomId: room, seq: original.seq, emoji: '👍' })
  const edited = await atAda.call('message:edit', { roomId: room, seq: original.seq, body: 'tomorrow' })
  const { rev } = edited
  const { messages } = await atGrace.next(
    'messages:changed',
    ({ roomId, messages }) => roomId === room && messages[0]!.rev === rev,
  )
  const quote = { ...first.replyTo!, excerpt: 'tomorrow' }
  assert.deepEqual(messages, [
    edited,
    { ...first, rev: rev + 1, replyTo: quote },
    { ...third, rev: rev + 2, replyTo: quote },
  ])
  const deleted = await atAda.call('message:delete', { roomId: room, seq: original.seq })
  assert.equal(deleted.rev, rev + 3)
  const after = (await history(grace, room)).filter(({ replyTo }) => replyTo)
  assert.deepEqual(
    after.map(({ rev, replyTo }) => [rev, replyTo]),
    [rev + 4, rev + 5].map(rev => [rev, { ...quote, excerpt: '', isDeleted: true }]),
  )
})

test('[MSG19] a post that 2,000 others quote changes with them in few statements, and holds nobody up', async () => {
  const room = await foundRoom([ada, grace], 'Much quoted')
  const original = await post(atAda, room, 'tomorow')
  const replies: Message[] = []
  for (let n = 0; n < 10; n++)
    replies.push(
      ...(await Promise.all(
        Array.from({ length: 200 }, (_, m) => reply(atGrace, room, original.seq, `${n}.${m}`)),
      )),
    )
  let statements = 0
  const count = () => void statements++
  server.app.db.on('query', count)
  const editing = atAda.call('message:edit', { roomId: room, seq: original.seq, body: 'tomorrow' })
  const start = performance.now()
  const [edited, meanwhile] = await Promise.all([editing, post(atGrace, room, 'meanwhile')])
  const took = performance.now() - start
  server.app.db.off('query', count)
  assert.ok(statements < 60, `${statements} statements`)
  assert.ok(took < 20_000, `${took} ms`)
  const heard = () =>
    atGrace.events.flatMap(({ name, payload }) => {
      const { roomId, messages } = payload as RoomMessages
      return name === 'messages:changed' && roomId === room ? [messages] : []
    })
  await until(() => heard().flat().length === 2_001)
  const [first, ...others] = heard().flat()
  assert.deepEqual(first, edited)
  const quote = { ...replies[0]!.replyTo!, excerpt: 'tomorrow' }
  assert.deepEqual(
    others,
    replies
      .toSorted((a, b) => a.seq - b.seq)
      .map((message, n) => ({ ...message, rev: edited.rev + n + 1, replyTo: quote })),
  )
  for (const messages of heard()) assert.ok(messages.length <= 256, `${messages.length} in one event`)
  const newest = await history(grace, room)
  for (const { replyTo } of newest.filter(({ seq }) => seq !== meanwhile.seq))
    assert.deepEqual(replyTo, quote)
})

test('[MSG20] a reply never keeps words that were deleted while it was written', async () => {
  const room = await foundRoom([ada, grace], 'Race')
  for (let round = 0; round < 25; round++) {
    const original = await post(atAda, room, `secret ${round}`)
    await Promise.allSettled([
      reply(atGrace, room, original.seq, 'what?'),
      atAda.call('message:delete', { roomId: room, seq: original.seq }),
      reply(atGrace, room, original.seq, 'what!'),
    ])
  }
  const messages = await history(ada, room)
  assert.ok(messages.some(({ replyTo }) => replyTo))
  for (const { replyTo } of messages) assert.ok(!replyTo || replyTo.isDeleted, JSON.stringify(replyTo))
  const rows = await server.app.db('messages').where({ room_id: room }).where('extras', 'like', '%secret%')
  assert.deepEqual(rows, [])
})

test('[MSG4] a reply sent again answers with the first result, also when its original is gone', async () => {
  const room = await foundRoom([ada], 'Again')
  const original = await post(atAda, room, 'original')
  const answer = await reply(atAda, room, original.seq, 'reply')
  assert.deepEqual(await reply(atAda, room, original.seq, 'reply', answer.clientId!), answer)
  await atAda.call('message:delete', { roomId: room, seq: original.seq })
  const again = await reply(atAda, room, original.seq, 'reply', answer.clientId!)
  assert.deepEqual([again.seq, again.replyTo?.isDeleted], [answer.seq, true])
})

test('[MSG19] a message and those that reply to it are read by their keys', async () => {
  const room = await foundRoom([ada], 'Planned')
  const original = await post(atAda, room, 'original')
  await Promise.all(Array.from({ length: 300 }, (_, n) => post(atAda, room, `${n}`)))
  for (let n = 0; n < 3; n++) await reply(atAda, room, original.seq, `${n}`)
  const { db } = server.app
  await db.raw(server.config.databaseUrl ? 'ANALYZE TABLE messages, rooms, accounts' : 'ANALYZE')
  const one = await explain(db, oneSql, [room, 5])
  assert.match(one.messages!, /PRIMARY const 1$|sqlite_autoindex_messages_\d \(room_id=\? AND seq=\?\)/)
  const replies = await explain(db, repliesSql, [room, original.seq])
  assert.match(replies.messages!, /messages_reply_to/)
  // Of three people, the authors may well be read without a key.
  assert.deepEqual([one.scans, replies.sorts], [false, false])
})
