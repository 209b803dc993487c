/** Posts with files: their order, whose files they may take, each once, and what others of a group have of it. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bringFile, postFiles, storedKeys } from '../../../test/files.ts'
import { connect } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom, post, reply } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]
const { app } = server

const rowsOf = async (roomId: number) =>
  (await app.db('attachments').where({ room_id: roomId }).orderBy(['message_seq', 'position'])).map(
    ({ message_seq, position, name }) => [message_seq, position, name],
  )

test('[FILE20] a post carries its files in their order, for everybody and ever after', async () => {
  const room = await foundRoom([ada, grace], 'Carrying')
  const files = []
  for (const name of ['b.png', 'a.pdf', '보고서.hwp'])
    files.push(await bringFile(server, ada, room, { name, type: 'image/png', width: 10, height: 20 }))
  const order = [files[2]!, files[0]!, files[1]!]
  const message = await postFiles(atAda, room, order, 'look')
  assert.deepEqual([message.body, message.attachments], ['look', order])
  assert.deepEqual(
    (await atGrace.next('messages:posted', ({ messages }) => messages[0]!.seq === message.seq)).messages,
    [message],
  )
  assert.deepEqual((await history(grace, room)).at(-1), message)
  const { messages } = (await grace.api('GET', `/api/v1/rooms/${room}/changes?sinceRev=${message.rev - 1}`))
    .body
  assert.deepEqual(messages, [message])
  assert.deepEqual(
    await rowsOf(room),
    order.map(({ name }, n) => [message.seq, n, name]),
  )
})

test('[FILE20] a post of files needs no words; without either it is empty', async () => {
  const room = await foundRoom([ada], 'Wordless')
  const file = await bringFile(server, ada, room)
  await assert.rejects(postFiles(atAda, room, [], ''), coded('message_empty'))
  const message = await postFiles(atAda, room, [file], ' \n ')
  assert.deepEqual([message.body, message.attachments], ['', [file]])
})

test('[FILE20] sent again, a post of files answers with the first result', async () => {
  const room = await foundRoom([ada, grace], 'Again')
  const file = await bringFile(server, ada, room)
  const clientId = randomUUID()
  const answers = await Promise.all([1, 2, 3].map(() => postFiles(atAda, room, [file], 'once', clientId)))
  answers.push(await postFiles(atAda, room, [file], 'once', clientId))
  for (const answer of answers) assert.deepEqual(answer, answers[0])
  assert.deepEqual(await rowsOf(room), [[answers[0]!.seq, 0, file.name]])
})

test('[FILE20] clients of older versions hear of such posts, and post on', async () => {
  const room = await foundRoom([ada, grace], 'Older')
  for (const version of [1, 2]) {
    const older = await connect(server.url, grace.token, version)
    const message = await postFiles(atAda, room, [await bringFile(server, ada, room)])
    const { messages } = await older.next(
      'messages:posted',
      ({ messages }) => messages[0]!.rev === message.rev,
    )
    assert.deepEqual(messages, [message])
    assert.equal((await post(older, room, 'words')).seq, message.seq + 1)
    older.close()
  }
})

test('[FILE21] a file is posted once: of posts that race for it, one gets it, and the others nothing', async () => {
  const room = await foundRoom([ada, grace], 'Racing')
  const alone = await bringFile(server, ada, room, { name: 'alone' })
  const both = await bringFile(server, ada, room, { name: 'both' })
  const atAda2 = await ada.connect()
  const outcomes = await Promise.allSettled(
    [atAda, atAda2, atAda, atAda2].map((one, n) =>
      postFiles(one, room, n % 2 ? [both] : [alone, both], `${n}`),
    ),
  )
  const posted = outcomes.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const refused = outcomes.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
  assert.equal(posted.length, 1)
  for (const error of refused) assert.deepEqual([error.code, error.field], ['invalid_input', 'attachmentIds'])
  await assert.rejects(postFiles(atAda, room, [both]), coded('invalid_input'))
  const now = await history(ada, room)
  assert.deepEqual(
    now.filter(({ kind }) => kind === 'post'),
    posted,
  )
})

test('[FILE21] a refused post takes nobody along: others of its group are written, and places stay dense', async () => {
  const room = await foundRoom([ada, grace], 'Group')
  const file = await bringFile(server, ada, room)
  const hers = await bringFile(server, grace, room)
  await postFiles(atAda, room, [file])
  const outcomes = await Promise.allSettled([
    post(atAda, room, 'one'),
    postFiles(atAda, room, [file]),
    post(atGrace, room, 'two'),
    postFiles(atGrace, room, [hers], 'three'),
  ])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  const seqs = (await history(ada, room)).map(({ seq }) => seq)
  assert.deepEqual(
    seqs,
    seqs.map((_, n) => n + 1),
  )
})

test("[FILE21] nobody posts somebody else's file, one of another room, one twice, too many, or none that is", async () => {
  const room = await foundRoom([ada, grace], 'Own')
  const other = await foundRoom([ada, grace], 'Other')
  const hers = await bringFile(server, grace, room)
  const elsewhere = await bringFile(server, ada, other)
  const mine = await bringFile(server, ada, room)
  const refused = async (files: { id: string }[], what: string) =>
    assert.rejects(
      postFiles(atAda, room, files, 'words'),
      (error: { code: string; field: string }) =>
        error.code === 'invalid_input' && error.field.startsWith('attachmentIds'),
      what,
    )
  await refused([hers], "Grace's")
  await refused([mine, hers], "Grace's beside one's own")
  await refused([elsewhere], 'of another room')
  await refused([mine, mine], 'twice')
  await refused([{ id: randomUUID() }], 'none')
  await refused([{ id: "x' OR 1=1" }], 'no id')
  await refused(
    Array.from({ length: 21 }, () => ({ id: randomUUID() })),
    'too many',
  )
  await assert.rejects(postFiles(atLinus, room, [mine]), coded('not_found'))
  const forwards = { roomId: room, seq: (await post(atAda, room, 'forwarded')).seq }
  const both = { roomId: room, clientId: randomUUID(), body: '', forwards, attachmentIds: [mine.id] }
  await assert.rejects(atAda.call('message:post', both), coded('invalid_input'))
  assert.deepEqual((await postFiles(atAda, room, [mine], 'words')).attachments, [mine])
  assert.deepEqual((await postFiles(atGrace, room, [hers], 'words')).attachments, [hers])
})

test('[FILE22] an edit may take all words away from files, but not from nothing', async () => {
  const room = await foundRoom([ada, grace], 'Edited')
  const file = await bringFile(server, ada, room)
  const { seq } = await postFiles(atAda, room, [file], 'words')
  const edited = await atAda.call('message:edit', { roomId: room, seq, body: '' })
  assert.deepEqual([edited.body, edited.attachments], ['', [file]])
  const worded = await atAda.call('message:edit', { roomId: room, seq, body: 'other words' })
  assert.deepEqual([worded.body, worded.attachments], ['other words', [file]])
  const bare = await post(atAda, room, 'bare')
  await assert.rejects(
    atAda.call('message:edit', { roomId: room, seq: bare.seq, body: ' ' }),
    coded('message_empty'),
  )
})

test('[FILE22] who replies to files alone quotes their names', async () => {
  const room = await foundRoom([ada, grace], 'Quoted')
  const files = [
    await bringFile(server, ada, room, { name: 'a.txt' }),
    await bringFile(server, ada, room, { name: 'b.txt' }),
  ]
  const { seq } = await postFiles(atAda, room, files, 'words')
  const answer = await reply(atGrace, room, seq, 'thanks')
  assert.equal(answer.replyTo?.excerpt, 'words')
  await atAda.call('message:edit', { roomId: room, seq, body: '' })
  const changed = await atGrace.next('messages:changed', inRoom(room))
  assert.equal(changed.messages.at(-1)!.replyTo?.excerpt, 'a.txt, b.txt')
  assert.equal((await reply(atGrace, room, seq, 'again')).replyTo?.excerpt, 'a.txt, b.txt')
})

test('[FILE23] forwarding copies the files, under ids of their own, and each copy lives by itself', async () => {
  const from = await foundRoom([ada, grace], 'From')
  const to = await foundRoom([grace, linus], 'To')
  const bytes = Buffer.from(randomUUID())
  const before = await storedKeys(server)
  const files = [
    await bringFile(server, ada, from, { name: 'one.txt', bytes }),
    await bringFile(server, ada, from, { name: 'two.txt' }),
  ]
  const source = await postFiles(atAda, from, files)
  const forward = {
    roomId: to,
    clientId: randomUUID(),
    body: '',
    forwards: { roomId: from, seq: source.seq },
  }
  const copy = await atGrace.call('message:post', forward)
  assert.deepEqual(await atGrace.call('message:post', forward), copy)
  assert.deepEqual(
    copy.attachments!.map(({ id: _, ...rest }) => rest),
    files.map(({ id: _, ...rest }) => rest),
  )
  assert.equal(new Set([...files, ...copy.attachments!].map(({ id }) => id)).size, 4)
  assert.deepEqual([copy.forwarded?.author.id, copy.body], [ada.account.id, ''])
  await assert.rejects(
    atLinus.call('message:post', { ...forward, clientId: randomUUID() }),
    coded('not_found'),
  )
  assert.equal((await storedKeys(server)).length, before.length + 2)
  await atAda.call('message:delete', { roomId: from, seq: source.seq })
  assert.equal((await storedKeys(server)).length, before.length + 2)
  await atGrace.call('message:delete', { roomId: to, seq: copy.seq })
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
})

test('[FILE24] a deleted post has no files any more, and their bytes go with the last that has them', async () => {
  const room = await foundRoom([ada, grace], 'Deleted')
  const before = await storedKeys(server)
  const bytes = Buffer.from(randomUUID())
  const files = [
    await bringFile(server, ada, room, { bytes }),
    await bringFile(server, grace, room, { bytes }),
    await bringFile(server, ada, room),
  ]
  assert.equal((await storedKeys(server)).length, before.length + 2)
  const first = await postFiles(atAda, room, [files[0]!, files[2]!])
  const second = await postFiles(atGrace, room, [files[1]!], 'hers')
  const gone = await atAda.call('message:delete', { roomId: room, seq: first.seq })
  assert.deepEqual([gone.attachments, gone.body], [undefined, ''])
  assert.equal((await storedKeys(server)).length, before.length + 1)
  assert.deepEqual(await rowsOf(room), [[second.seq, 0, 'report.pdf']])
  await atGrace.call('message:delete', { roomId: room, seq: second.seq })
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
  assert.deepEqual(await app.db('discards'), [])
})

test('[FILE24] a deleted room leaves no file behind', async () => {
  const before = await storedKeys(server)
  const room = await foundRoom([ada, grace], 'Cleared')
  for (let n = 0; n < 5; n++) await postFiles(atAda, room, [await bringFile(server, ada, room)])
  await bringFile(server, grace, room)
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${room}`)).status, 204)
  while (await app.db('rooms').where({ id: room }).first()) await new Promise(setImmediate)
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
})

test('[FILE25] what is not posted within a day goes; what is posted stays', async () => {
  const room = await foundRoom([ada, grace], 'Forgotten')
  await app.discards.sweep(Date.now() + 25 * 3_600_000)
  const before = await storedKeys(server)
  const kept = await bringFile(server, ada, room)
  await postFiles(atAda, room, [kept])
  const forgotten = await bringFile(server, ada, room)
  await app.discards.sweep(Date.now() + 23 * 3_600_000)
  assert.equal((await storedKeys(server)).length, before.length + 2)
  await app.discards.sweep(Date.now() + 25 * 3_600_000)
  assert.equal((await storedKeys(server)).length, before.length + 1)
  await assert.rejects(postFiles(atAda, room, [forgotten]), coded('invalid_input'))
  assert.deepEqual((await history(grace, room)).at(-1)!.attachments, [kept])
})

test('[FILE25] bytes that a killed server let go of are removed by the next sweep, unless something has them', async () => {
  const room = await foundRoom([ada], 'Killed')
  const before = await storedKeys(server)
  const kept = await bringFile(server, ada, room)
  const orphan = await bringFile(server, ada, room)
  const contents = await app.db('contents').whereIn('sha256', [kept.sha256, orphan.sha256])
  // As it stands between the commit and the removal; one of the keys was noted, and is needed nevertheless.
  await app.db('attachments').where({ sha256: orphan.sha256 }).delete()
  await app
    .db('discards')
    .insert(contents.map(({ storage_key }) => ({ storage_key, created_at: Date.now() })))
  await app.discards.sweep(Date.now() + 60_000)
  assert.equal((await storedKeys(server)).length, before.length + 2, 'not yet')
  await app.discards.sweep(Date.now() + 2 * 3_600_000)
  assert.equal((await storedKeys(server)).length, before.length + 1)
  assert.deepEqual(await app.db('discards'), [])
  assert.deepEqual((await postFiles(atAda, room, [kept])).attachments, [kept])
})
