import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bringFile, storedKeys } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { coded, lobbyOf } from '../../../test/talk.ts'
import { png, putThumbnail } from '../../../test/uploads.ts'
import { storeThumbnail } from './thumbnails.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const linus = await server.signUp('linus')
const lobby = (await lobbyOf(ada)).id

const put = (id: string, type: string, bytes: Buffer, person = ada) =>
  putThumbnail(server, person, id, bytes, type)

test('[FILE11] SVG and bombs that pose as pictures are no thumbnails', async () => {
  const { id } = await bringFile(server, ada, lobby, { name: 'a.png', type: 'image/png' })
  assert.equal(await put(id, 'image/png', png(640, 480)), '')
  const before = await storedKeys(server)
  assert.equal(await put(id, 'image/png', png(60_000, 60_000)), 'too_large')
  assert.equal(await put(id, 'image/png', png(0, 10)), 'too_large')
  assert.equal(await put(id, 'image/png', Buffer.from('<svg onload="alert(1)"/>')), 'type_forbidden')
  assert.equal(await put(id, 'image/png', Buffer.from('PK\u0003\u0004'.padEnd(200))), 'type_forbidden')
  assert.equal(await put(id, 'image/webp', png(10, 10)), 'type_forbidden')
  assert.equal(await put(id, 'image/svg+xml', Buffer.from('<svg/>')), 'invalid_input')
  assert.equal(await put(id, 'image/png', png(10, 10, 300_000)), 'too_large')
  assert.equal(await put(id, 'image/png', Buffer.alloc(2_000_000)), 'too_large')
  assert.equal(await put(id, 'image/png', png(10, 10), linus), 'not_found')
  assert.equal(await put(randomUUID(), 'image/png', png(10, 10)), 'not_found')
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
})

test('[FILE11] a full disk is told, and nothing is left', async () => {
  const { id } = await bringFile(server, ada, lobby, { name: 'a.png', type: 'image/png' })
  const before = await storedKeys(server)
  const { storage } = server.app
  const full = Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' })
  const write: typeof storage.write = async (key, size) => {
    const writing = await storage.write(key, size)
    return { ...writing, finish: () => writing.close().then(() => Promise.reject(full)) }
  }
  const app = Object.create(server.app, { storage: { value: { ...storage, write } } })
  await assert.rejects(
    storeThumbnail(app, ada.account, id, 'image/png', png(10, 10)),
    coded('quota_exceeded'),
  )
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
})
