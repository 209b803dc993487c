import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bringFile, postFiles } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom } from '../../../test/talk.ts'

const server = await startServer({ forbiddenEndings: 'exe', forbiddenTypes: 'text/html' })
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
const direct: number = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
const confirm = (person: typeof ada, { id }: { id: string }) =>
  person.api('PUT', `/api/v1/attachments/${id}/receipt`)
const declaration = {
  name: '사진.raw'.normalize('NFD'),
  type: 'Image/X-Raw; a=b',
  size: 5_000_000_000,
  sha256: 'a'.repeat(64),
}

test('[FILE31] in a direct room the sender sees that their file came; twice changes nothing', async () => {
  const files = [await bringFile(server, ada, direct), await bringFile(server, ada, direct)]
  const message = await postFiles(atAda, direct, files)
  assert.equal((await confirm(grace, files[1]!)).status, 204)
  const { messages } = await atAda.next('messages:changed', inRoom(direct))
  const [first, second] = messages[0]!.attachments!
  assert.deepEqual([messages[0]!.rev, first], [message.rev + 1, files[0]])
  const { receivedAt, ...rest } = second!
  assert.deepEqual(rest, files[1])
  assert.ok(Math.abs(receivedAt! - Date.now()) < 60_000)
  await Promise.all([confirm(grace, files[1]!), confirm(grace, files[1]!)])
  assert.deepEqual((await history(ada, direct)).at(-1), messages[0])
  const caughtUp = await ada.api('GET', `/api/v1/rooms/${direct}/changes?sinceRev=${message.rev}`)
  assert.deepEqual(caughtUp.body.messages, messages)
  const details = await ada.api('GET', `/api/v1/attachments/${files[1]!.id}/details`)
  assert.deepEqual(details.body, { attachment: second })
})

test('[FILE31] only the other person of a direct room confirms, and only what is posted', async () => {
  const file = await bringFile(server, ada, direct)
  assert.equal((await confirm(ada, file)).status, 404)
  assert.equal((await confirm(grace, file)).status, 404)
  const { seq } = await postFiles(atAda, direct, [file])
  assert.equal((await confirm(ada, file)).body.code, 'forbidden')
  assert.equal((await confirm(linus, file)).body.code, 'not_found')
  assert.equal((await confirm(grace, { id: randomUUID() })).body.code, 'not_found')
  await atAda.call('message:delete', { roomId: direct, seq })
  assert.equal((await confirm(grace, file)).body.code, 'not_found')
  const room = await foundRoom([ada, grace], 'Not direct')
  const other = await bringFile(server, ada, room)
  await postFiles(atAda, room, [other])
  assert.equal((await confirm(grace, other)).body.code, 'forbidden')
})

test('[FILE32] a file that goes from person to person is named here, and never stored', async () => {
  const path = `/api/v1/rooms/${direct}/attachments/direct` as const
  const { status, body } = await ada.api('POST', path, declaration)
  assert.equal(status, 201)
  const { attachment } = body as { attachment: { id: string } }
  const { id, ...rest } = attachment
  assert.deepEqual(rest, {
    name: '사진.raw',
    type: 'image/x-raw',
    size: 5_000_000_000,
    sha256: 'a'.repeat(64),
    isDirect: true,
  })
  const message = await postFiles(atAda, direct, [attachment], 'from me')
  assert.deepEqual(message.attachments, [attachment])
  assert.equal((await grace.api('GET', `/api/v1/attachments/${id}`)).body.code, 'not_found')
  assert.equal((await grace.api('GET', `/api/v1/attachments/${id}/details`)).status, 200)
  assert.equal((await confirm(grace, attachment)).status, 204)
  assert.deepEqual(await server.app.db('contents').where({ sha256: 'a'.repeat(64) }), [])
  const forward = {
    roomId: direct,
    clientId: randomUUID(),
    body: '',
    forwards: { roomId: direct, seq: message.seq },
  }
  const copy = await atGrace.call('message:post', forward)
  assert.deepEqual([copy.body, copy.attachments], ['from me', undefined], 'what is not here is not copied')
  await atAda.call('message:edit', { roomId: direct, seq: message.seq, body: '' })
  await assert.rejects(
    atGrace.call('message:post', { ...forward, clientId: randomUUID() }),
    coded('message_empty'),
  )
})

test('[FILE5] what is forbidden here goes from person to person no more than to everybody', async () => {
  const path = `/api/v1/rooms/${direct}/attachments/direct` as const
  for (const more of [{ name: 'setup.EXE' }, { type: 'text/html; charset=utf-8' }])
    assert.equal((await ada.api('POST', path, { ...declaration, ...more })).body.code, 'type_forbidden')
  assert.equal((await ada.api('POST', path, declaration)).status, 201)
})

test('[FILE32] only in a direct room, and only by those who are in it', async () => {
  const room = await foundRoom([ada, grace], 'Group')
  const declare = (person: typeof ada, roomId: number, more = {}) =>
    person.api('POST', `/api/v1/rooms/${roomId}/attachments/direct`, { ...declaration, ...more })
  assert.equal((await declare(grace, direct)).status, 201)
  assert.equal((await declare(ada, room)).body.code, 'forbidden')
  assert.equal((await declare(linus, room)).body.code, 'not_found')
  assert.equal((await declare(linus, direct)).body.code, 'not_found')
  assert.equal((await declare(linus, 999_999)).body.code, 'not_found')
  for (const more of [
    { name: '../..' },
    { name: 'C:\\temp\\사진.raw' },
    { name: '\u0000' },
    { name: 'x'.repeat(4_000) },
    { size: -1 },
    { sha256: 'A'.repeat(64) },
  ])
    assert.equal(
      (await declare(ada, direct, more)).body.code,
      'invalid_input',
      JSON.stringify(more).slice(0, 40),
    )
})
