/** Uploads in pieces by the tus protocol: offsets, restarts, and requests that get in each other's way. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorStatus, type Problem } from '@chatter/shared/errors.ts'
import { freshDatabase } from '../../../test/database.ts'
import { sha256Of, storedKeys } from '../../../test/files.ts'
import { createPerson } from '../../../test/person.ts'
import { runServer } from '../../../test/process.ts'
import { startS3 } from '../../../test/s3.ts'
import { startServer, type TestServer } from '../../../test/server.ts'
import { lobbyOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { createSender } from '../../../test/uploads.ts'
import { sweepUploads } from './sweeping.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const lobby = (await lobbyOf(ada)).id
const send = createSender(server, ada, lobby)

async function contentOf({ app }: TestServer, sha256: string): Promise<string> {
  const row = await app.db('contents').where({ sha256 }).first()
  const bytes: Buffer[] = []
  for await (const chunk of await app.storage.read(row.storage_key)) bytes.push(chunk)
  return sha256Of(Buffer.concat(bytes))
}

test('[FILE2] an upload in two parts becomes an attachment under its own id', async () => {
  const bytes = randomBytes(3_000_000)
  const details = { name: '보고서.pdf', type: 'application/pdf', sha256: sha256Of(bytes), duration: '1.5' }
  const id = await send.create(bytes, details)
  assert.equal(await send.offset(id), 0)
  const first = await send.patch(id, 0, bytes.subarray(0, 1_000_000))
  assert.deepEqual([first.status, first.headers.get('upload-offset')], [204, '1000000'])
  assert.ok(first.headers.get('upload-expires'))
  assert.equal(await send.offset(id), 1_000_000)
  const last = await send.patch(id, 1_000_000, bytes.subarray(1_000_000))
  assert.deepEqual([last.status, last.headers.get('upload-offset')], [204, '3000000'])
  // Asked again by who did not hear it.
  assert.equal(await send.offset(id), 3_000_000)
  assert.equal(await contentOf(server, sha256Of(bytes)), sha256Of(bytes))
  const { sha256: _, ...told } = details
  const row = await server.app
    .db('attachments')
    .where({ sha256: sha256Of(bytes) })
    .first()
  assert.deepEqual({ name: row.name, type: row.type, duration: String(row.duration) }, told)
})

test('[FILE2] an empty file is finished by its beginning', async () => {
  const id = await send.create(Buffer.alloc(0), { name: 'empty.txt' })
  assert.equal(await send.offset(id), 0)
  assert.ok(await server.app.db('attachments').where({ name: 'empty.txt' }).first())
})

test('[FILE2] pages of any origin may send, and read what they are told', async () => {
  const preflight = await fetch(`${server.url}/api/v1/uploads`, {
    method: 'OPTIONS',
    headers: {
      origin: 'app://chatter',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers':
        'authorization,content-type,tus-resumable,upload-length,upload-metadata,upload-offset',
    },
  })
  const allowed = preflight.headers.get('access-control-allow-headers') ?? ''
  for (const name of ['tus-resumable', 'upload-length', 'upload-metadata', 'upload-offset'])
    assert.ok(allowed.includes(name), allowed)
  const answer = await send.ask('POST', '', { origin: 'app://chatter' })
  const exposed = answer.headers.get('access-control-expose-headers') ?? ''
  for (const name of ['location', 'upload-offset', 'tus-resumable'])
    assert.ok(exposed.includes(name), exposed)
})

test('[FILE12] another offset than what is stored is refused, and changes nothing', async () => {
  const bytes = randomBytes(100_000)
  const id = await send.create(bytes)
  await send.patch(id, 0, bytes.subarray(0, 50_000))
  for (const offset of [0, 49_999, 50_001])
    assert.equal((await send.patch(id, offset, bytes)).status >= 400, true)
  assert.equal((await send.patch(id, 0, bytes.subarray(0, 10))).status, 409)
  assert.equal(await send.offset(id), 50_000)
  assert.equal((await send.patch(id, 50_000, bytes.subarray(50_000))).status, 204)
})

test('[FILE12] who begins at another offset is not listened to until they have sent everything', async () => {
  const id = await send.create({ length: 100_000_000 })
  await send.patch(id, 0, randomBytes(50_000))
  const sending = sendHalf(server.url, ada.token, id, 0, randomBytes(100_000), 100_000_000)
  const cut = new Promise(resolve => sending.once('close', () => resolve('cut off')))
  // Whoever is refused for another reason may take five seconds to hear of it.
  assert.equal(await Promise.race([cut, sleep(3_000, 'listened to')]), 'cut off')
  assert.equal(await send.offset(id), 50_000)
  await send.remove(id)
})

/** Sends only the beginning of what it said it would, and stays. */
function sendHalf(url: string, token: string, id: string, offset: number, bytes: Buffer, length: number) {
  const sending = httpRequest(`${url}/api/v1/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      'content-length': length,
    },
  })
  sending.on('error', () => {})
  sending.write(bytes)
  return sending
}

test('[FILE12] what was cut off goes on from the last byte; a connection that hangs holds nobody up', async () => {
  const bytes = randomBytes(2_000_000)
  const id = await send.create(bytes, { sha256: sha256Of(bytes) })
  const row = await server.app.db('uploads').first()
  const cut = sendHalf(server.url, ada.token, id, 0, bytes.subarray(0, 300_000), bytes.length)
  await until(async () => (await server.app.storage.sizeOf(row.storage_key)) === 300_000)
  cut.destroy()
  await until(async () => (await send.offset(id)) === 300_000)
  sendHalf(server.url, ada.token, id, 300_000, bytes.subarray(300_000, 900_000), bytes.length - 300_000)
  await until(async () => (await server.app.storage.sizeOf(row.storage_key)) === 900_000)
  // The connection before is still open, and says nothing.
  assert.equal(await send.offset(id), 900_000)
  assert.equal((await send.patch(id, 900_000, bytes.subarray(900_000))).status, 204)
  assert.equal(await contentOf(server, sha256Of(bytes)), sha256Of(bytes))
})

test('[FILE12] two who go on with an upload at the same time spoil nothing', async () => {
  const bytes = randomBytes(5_000_000)
  const id = await send.create(bytes, { sha256: sha256Of(bytes) })
  await Promise.all([1, 2, 3].map(() => send.patch(id, 0, bytes).catch(() => {})))
  let offset = await send.offset(id)
  while (offset !== null && offset < bytes.length) {
    await send.patch(id, offset, bytes.subarray(offset))
    offset = await send.offset(id)
  }
  assert.equal(offset, bytes.length)
  assert.equal(await contentOf(server, sha256Of(bytes)), sha256Of(bytes))
})

test('[FILE12] bytes that somebody else adds to the file in the middle make no attachment', async () => {
  const bytes = randomBytes(200_000)
  const id = await send.create(bytes, { sha256: sha256Of(bytes) })
  const { id: row, storage_key: key } = await server.app.db('uploads').orderBy('created_at', 'desc').first()
  const sending = sendHalf(server.url, ada.token, id, 0, bytes.subarray(0, 100_000), bytes.length)
  await until(async () => (await server.app.storage.sizeOf(key)) === 100_000)
  const late = await server.app.storage.write(key, 300_000)
  await late.append(Buffer.from('of a node that stood still'))
  await late.close()
  const answered = once(sending, 'response')
  sending.end(bytes.subarray(100_000))
  const [answer] = (await answered) as [IncomingMessage]
  assert.equal(answer.statusCode, errorStatus.upload_broken)
  assert.equal(await server.app.db('uploads').where({ id: row }).first(), undefined)
  assert.equal(
    await server.app
      .db('contents')
      .where({ sha256: sha256Of(bytes) })
      .first(),
    undefined,
  )
})

test('[FILE12] an upload goes on after a restart of the server', async () => {
  const bytes = randomBytes(3_000_000)
  const id = await send.create(bytes, { sha256: sha256Of(bytes) })
  await send.patch(id, 0, bytes.subarray(0, 1_234_567))
  await server.restart()
  assert.equal(await send.offset(id), 1_234_567)
  assert.equal((await send.patch(id, 1_234_567, bytes.subarray(1_234_567))).status, 204)
  assert.equal(await contentOf(server, sha256Of(bytes)), sha256Of(bytes))
})

test('[FILE12] a server that closes says that it does to who is sending', async () => {
  const id = await send.create({ length: 2_000_000 })
  const row = await server.app.db('uploads').orderBy('created_at', 'desc').first()
  const sending = sendHalf(server.url, ada.token, id, 0, randomBytes(100_000), 2_000_000)
  const answered = once(sending, 'response')
  await until(async () => (await server.app.storage.sizeOf(row.storage_key)) === 100_000)
  await server.restart()
  const [answer] = (await answered) as [IncomingMessage]
  const { code } = (await json(answer)) as Problem
  assert.deepEqual([answer.statusCode, code, answer.headers['retry-after']], [503, 'unavailable', '5'])
  assert.equal(await send.offset(id), 100_000)
  await send.remove(id)
})

test('[FILE13] an upload ends with DELETE, and nothing of it is left', async () => {
  const before = await storedKeys(server)
  const id = await send.create({ length: 100 })
  await send.patch(id, 0, randomBytes(50))
  assert.equal((await storedKeys(server)).length, before.length + 1)
  assert.equal((await send.remove(id)).status, 204)
  assert.equal((await send.remove(id)).status, 404)
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
})

test('[FILE13] a thousand uploads that were opened and abandoned are swept', async () => {
  const before = await storedKeys(server)
  for (let count = 0; count < 1_000; count += 25) {
    const ids = await Promise.all(Array.from({ length: 25 }, () => send.create({ length: 1_000_000 })))
    if (count % 100 === 0) await send.patch(ids[0]!, 0, randomBytes(1_000))
  }
  const kept = await send.create({ length: 10 })
  assert.equal((await storedKeys(server)).length, before.length + 10)
  assert.equal(await sweepUploads(server.app), 0)
  const tomorrow = Date.now() + 24 * 60 * 60_000 + 60_000
  await server.app.db('uploads').whereNot({ size: 10 }).update({ touched_at: 0 })
  assert.equal(await sweepUploads(server.app), 1_000)
  assert.equal(await send.offset(kept), 0)
  assert.equal(await sweepUploads(server.app, tomorrow), 1)
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())
})

for (const kind of ['disk', 's3'] as const)
  test(`[FILE12] an upload goes on after kill -9 of the server (${kind})`, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'chatter-kill-'))
    const { databaseUrl, drop } = await freshDatabase()
    const storageUrl = kind === 's3' ? await startS3() : ''
    const env = {
      CHATTER_DATA_DIR: dataDir,
      CHATTER_DATABASE_URL: databaseUrl,
      CHATTER_STORAGE_URL: storageUrl,
      CHATTER_PORT: '0',
      CHATTER_PASSWORD_MEMORY: '1024',
      CHATTER_PASSWORD_COST: '1',
    }
    let child = runServer(env)
    after(async () => {
      child.child.kill('SIGKILL')
      await child.ended
      await drop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    })
    let url = await child.listens()
    const form = { username: 'ada', password: 'correct horse battery', displayName: 'Ada', device: 'Test' }
    const signedUp = await fetch(`${url}/api/v1/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    })
    const session = (await signedUp.json()) as Parameters<typeof createPerson>[1]
    const room = (await lobbyOf(createPerson(url, session))).id
    const sender = () => createSender({ url }, createPerson(url, session), room)
    const bytes = randomBytes(9_000_000)
    const id = await sender().create(bytes, { sha256: sha256Of(bytes) })
    let offset = 0
    for (const end of [3_500_000, 7_000_001]) {
      sendHalf(url, session.session.token, id, offset, bytes.subarray(offset, end), bytes.length - offset)
      await until(async () => {
        const stored = await fetch(`${url}/healthz`).then(() => storedOf())
        return stored >= (kind === 'disk' ? end : end - 1_100_000)
      })
      child.child.kill('SIGKILL')
      await child.ended
      child = runServer(env)
      url = await child.listens()
      const told = await sender().offset(id)
      assert.ok(told !== null && told <= end && told >= end - (kind === 'disk' ? 0 : 1_100_000), `${told}`)
      offset = told
    }
    assert.equal((await sender().patch(id, offset, bytes.subarray(offset))).status, 204)
    assert.equal(await sender().offset(id), bytes.length)

    async function storedOf(): Promise<number> {
      const { createDiskStorage } = await import('../../lib/storage.disk.ts')
      const { createS3Storage, parsePlace } = await import('../../lib/storage.s3.ts')
      const storage = storageUrl
        ? createS3Storage(parsePlace(storageUrl))
        : createDiskStorage(join(dataDir, 'files'))
      let size = 0
      for await (const stored of storage.list()) size += stored.size
      await storage.close()
      return size
    }
  })
