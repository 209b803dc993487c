import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sha256Of, storedKeys } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { lobbyOf } from '../../../test/talk.ts'
import { createSender } from '../../../test/uploads.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const lobby = (await lobbyOf(ada)).id
const send = createSender(server, ada, lobby)

test('[FILE2] an upload in two parts becomes an attachment under its own id', async () => {
  const bytes = randomBytes(3_000_000)
  const id = await send.create(bytes, {
    name: '보고서.pdf',
    type: 'application/pdf',
    sha256: sha256Of(bytes),
  })
  assert.deepEqual(await send.offset(id), 0)
  const first = await send.patch(id, 0, bytes.subarray(0, 1_000_000))
  assert.deepEqual([first.status, first.headers.get('upload-offset')], [204, '1000000'])
  assert.equal(await send.offset(id), 1_000_000)
  const last = await send.patch(id, 1_000_000, bytes.subarray(1_000_000))
  assert.deepEqual([last.status, last.headers.get('upload-offset')], [204, '3000000'])
  // Asked again by who did not hear it.
  assert.equal(await send.offset(id), 3_000_000)
  assert.equal((await storedKeys(server)).length, 1)
})
