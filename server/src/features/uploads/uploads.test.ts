import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { someoneWaitsIn } from '../../../test/database.ts'
import { sha256Of, storedKeys } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, lobbyOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { filePart, formHead } from '../../../test/uploads.ts'
import { isMysql } from '../../lib/dialect.ts'
import { dropUpload, finishUpload, openUpload, receive } from './uploads.ts'

// A form is never too slow here.
const server = await startServer({ uploadPatience: 3_600 })
const ada = await server.signUp('ada')
const lobby = (await lobbyOf(ada)).id
const bytes = randomBytes(1_000)

async function begin(roomId = lobby, content = bytes) {
  const told = { name: 'a.bin', type: 'application/octet-stream', size: content.length }
  const upload = await openUpload(server.app, ada.account, roomId, told)
  const writing = await server.app.storage.write(upload.key, upload.size)
  await writing.append(content)
  return { upload, writing }
}

test('[FILE13] nothing stays of an upload that was ended while its last bytes came', async () => {
  const { upload, writing } = await begin()
  await dropUpload(server.app, upload)
  assert.deepEqual(await storedKeys(server), [])
  await writing.close()
  const late = await server.app.storage.write(upload.key, upload.size)
  await late.append(bytes)
  await assert.rejects(finishUpload(server.app, upload, late), { code: 'not_found' })
  assert.deepEqual(await storedKeys(server), [])
})

test('[FILE7] a hash is known once what it is over is stored', async () => {
  const told = { name: 'a.bin', type: 'application/octet-stream', size: 2 * bytes.length }
  const upload = await openUpload(server.app, ada.account, lobby, told)
  const { live } = server.app.uploads
  const { signal } = new AbortController()
  const sender = { stream: Readable.from([bytes]), signal, hold() {}, release() {} }
  const { writing, offset } = await receive(server.app, upload, sender)
  assert.equal(live.hashOf(upload.id, offset), undefined)
  assert.equal(await writing.close(), offset)
  assert.equal(live.hashOf(upload.id, offset)?.digest('hex'), sha256Of(bytes))
  await dropUpload(server.app, upload)
})

test('[FILE13] an upload that became a file is not ended any more', async () => {
  const { upload, writing } = await begin()
  const { id } = await finishUpload(server.app, upload, writing)
  await dropUpload(server.app, upload)
  assert.deepEqual(await storedKeys(server), [upload.key])
  const { status } = await ada.api('GET', `/api/v1/attachments/${id}/details`)
  assert.equal(status, 200)
})

test('[FILE24] a room that is deleted takes along what came into it a moment before', async () => {
  const before = await storedKeys(server)
  const room = await foundRoom([ada], 'Doomed')
  const { upload, writing } = await begin(room, randomBytes(1_000))
  await finishUpload(server.app, upload, writing)
  assert.equal((await storedKeys(server)).length, before.length + 1)
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${room}`)).status, 204)
  await until(async () => !(await server.app.db('rooms').where({ id: room }).first()))
  await until(async () => (await storedKeys(server)).length === before.length)
})

// The embedded database has one connection: there nothing comes in between.
if (isMysql(server.app.db)) {
  test('[FILE24] a room is not deleted while a file comes into it, and then takes the file along', async () => {
    const { db } = server.app
    const before = await storedKeys(server)
    const room = await foundRoom([ada], 'Doomed as well')
    const content = randomBytes(1_000)
    const { upload, writing } = await begin(room, content)
    // Somebody brings the same bytes at this moment: the file waits for them, in the middle of its transaction.
    const other = await db.transaction()
    try {
      const created_at = Date.now()
      await other('contents').insert({ sha256: sha256Of(content), size: 0, storage_key: 'other', created_at })
      const finished = finishUpload(server.app, upload, writing)
      await someoneWaitsIn(db, '%contents%')
      const deleted = ada.api('DELETE', `/api/v1/rooms/${room}`)
      await someoneWaitsIn(db, '%rooms%for update%')
      await other.rollback()
      assert.equal((await finished).id, upload.id)
      assert.equal((await deleted).status, 204)
    } finally {
      if (!other.isCompleted()) await other.rollback()
    }
    await until(async () => (await storedKeys(server)).length === before.length)
  })

  test('[FILE24] nothing comes into a room that is being deleted', async () => {
    const { db } = server.app
    const before = await storedKeys(server)
    const room = await foundRoom([ada], 'Nearly gone')
    const { upload, writing } = await begin(room, randomBytes(1_000))
    const other = await db.transaction()
    try {
      await other('rooms').where({ id: room }).update({ deleted_at: Date.now(), name_key: null })
      const finished = finishUpload(server.app, upload, writing)
      const refused = assert.rejects(finished, { code: 'not_found' })
      await someoneWaitsIn(db, '%rooms%share%')
      await other.commit()
      await refused
    } finally {
      if (!other.isCompleted()) await other.rollback()
    }
    assert.equal((await storedKeys(server)).length, before.length)
  })
}

test('[FILE3] a server that closes waits for no form, and keeps nothing of it', async () => {
  const before = await storedKeys(server)
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {})
  socket.write(`${formHead(ada, lobby, 500_000_000)}${filePart('a.bin')}beginning`)
  await until(async () => Number((await server.app.db('uploads').count({ n: '*' }).first())!.n) === 1)
  await server.restart()
  assert.equal(Number((await server.app.db('uploads').count({ n: '*' }).first())!.n), 0)
  assert.deepEqual(await storedKeys(server), before)
  socket.destroy()
})
