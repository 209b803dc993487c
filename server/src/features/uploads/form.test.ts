import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sha256Of, storedKeys } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { lobbyOf } from '../../../test/talk.ts'
import { sendForm } from '../../../test/uploads.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const lobby = (await lobbyOf(ada)).id

test('[FILE3] a form with a file becomes an attachment', async () => {
  const bytes = randomBytes(2_000_000)
  const look = { width: 640, height: 480, size: bytes.length, sha256: sha256Of(bytes) }
  const { status, body } = await sendForm(
    server,
    ada,
    lobby,
    { name: 'photo.png', type: 'image/png', ...look },
    bytes,
  )
  assert.equal(status, 201, JSON.stringify(body))
  const { id, ...attachment } = body.attachment
  assert.match(id, /^[0-9a-f-]{36}$/)
  assert.deepEqual(attachment, { name: 'photo.png', type: 'image/png', ...look })
})

test('[FILE3] of a file alone, name and type are taken from its part', async () => {
  const { status, body } = await sendForm(
    server,
    ada,
    lobby,
    {},
    Buffer.from('hello'),
    'notes.txt',
    'text/plain',
  )
  assert.equal(status, 201)
  const { name, type, size, sha256 } = body.attachment
  assert.deepEqual(
    { name, type, size, sha256 },
    { name: 'notes.txt', type: 'text/plain', size: 5, sha256: sha256Of(Buffer.from('hello')) },
  )
})

test('[FILE4] the same bytes are stored once', async () => {
  const before = (await storedKeys(server)).length
  const bytes = randomBytes(100_000)
  const answers = await Promise.all(
    [1, 2, 3, 4].map(number => sendForm(server, ada, lobby, { name: `${number}.bin` }, bytes)),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201, 201, 201],
  )
  assert.equal(new Set(answers.map(({ body }) => body.attachment.id)).size, 4)
  assert.equal((await storedKeys(server)).length, before + 1)
})

test('[FILE3] an empty file is a file', async () => {
  const { status, body } = await sendForm(server, ada, lobby, { name: 'empty.txt', size: 0 }, Buffer.alloc(0))
  assert.deepEqual([status, body.attachment.size], [201, 0])
})
