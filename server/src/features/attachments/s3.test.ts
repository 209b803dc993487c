/** What people do with files, on a store that speaks S3 instead of a folder. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import type { Claim } from '@chatter/shared/attachments.ts'
import { postFiles, sha256Of, storedKeys } from '../../../test/files.ts'
import type { Connection } from '../../../test/person.ts'
import { startS3 } from '../../../test/s3.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import { createSender, png, putThumbnail } from '../../../test/uploads.ts'
import { createKey } from '../../lib/storage.ts'
import { auditFiles, forgetMissing, removeOrphan } from './audit.ts'

const server = await startServer({ storageUrl: await startS3() })
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const room = await foundRoom([ada, grace], 'Kept elsewhere')
const bytes = randomBytes(3_000_000)
const sha256 = sha256Of(bytes)
const picture = png(320, 200)

let id: string
let atAda: Connection

const load = ({ token }: { token: string }, path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/attachments/${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  })

before(async () => {
  atAda = await ada.connect()
  const send = createSender(server, ada, room)
  id = await send.create(bytes, { sha256 })
  await send.patch(id, 0, bytes.subarray(0, 1_300_000))
  const offset = (await send.offset(id))!
  assert.equal((await send.patch(id, offset, bytes.subarray(offset))).status, 204)
  assert.equal(await putThumbnail(server, ada, id, picture), '')
  await postFiles(atAda, room, [{ id }])
})

test('[FILE26] [FILE27] [FILE29] downloads, their parts, and small pictures come from the store', async () => {
  const whole = await load(grace, id)
  assert.equal(sha256Of(Buffer.from(await whole.arrayBuffer())), sha256)
  for (const [range, start, end] of [
    ['bytes=1299990-1300009', 1_299_990, 1_300_010],
    ['bytes=2999000-', 2_999_000, 3_000_000],
    ['bytes=-10', 2_999_990, 3_000_000],
  ] as const) {
    const part = await load(grace, id, { range })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), `bytes ${start}-${end - 1}/3000000`)
    assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(start, end)), range)
  }
  const small = await load(grace, `${id}/thumbnail`)
  assert.ok(Buffer.from(await small.arrayBuffer()).equals(picture))
})

test('[FILE15] [FILE24] a proof costs the store nothing, and the last message takes the bytes along', async () => {
  const before = await storedKeys(server)
  const told = { name: 'copy.bin', type: 'application/octet-stream', size: bytes.length, sha256 }
  const asked = await grace.api('POST', `/api/v1/rooms/${room}/attachments/claims`, told)
  const { nonce, ranges, id: claimId } = (asked.body as Claim).claim!
  const hash = createHash('sha256').update(Buffer.from(nonce, 'hex'))
  for (const { start, end } of ranges) hash.update(bytes.subarray(start, end))
  const proof = hash.digest('hex')
  const { status, body } = await grace.api('PUT', `/api/v1/attachments/claims/${claimId}`, { proof })
  assert.equal(status, 201)
  assert.deepEqual(await storedKeys(server), before)

  const copy = (body as unknown as { attachment: { id: string } }).attachment
  const atGrace = await grace.connect()
  const { seq } = await postFiles(atGrace, room, [copy])
  await atAda.call('message:delete', { roomId: room, seq: seq - 1 })
  assert.equal((await load(ada, copy.id)).status, 200, 'the copy has them still')
  assert.equal((await load(ada, id)).status, 404)
  await atGrace.call('message:delete', { roomId: room, seq })
  assert.deepEqual(await storedKeys(server), [])
})

test('[FILE36] the audit finds what the store lost and what nobody needs, and puts it right', async () => {
  const { storage, db } = server.app
  const send = createSender(server, ada, room)
  const lost = await send.create(bytes)
  await send.patch(lost, 0, bytes)
  await postFiles(atAda, room, [{ id: lost }])
  assert.deepEqual((await auditFiles(server.app, true)).findings, [])

  const { storage_key: key } = await db('contents').where({ sha256 }).first()
  await storage.remove(key)
  const orphan = createKey()
  const writing = await storage.write(orphan, 5)
  await writing.append(randomBytes(5))
  await writing.finish()
  const { findings } = await auditFiles(server.app, true)
  assert.deepEqual(findings.map(({ what, key }) => `${what} ${key}`).sort(), [
    `missing ${key}`,
    `orphan ${orphan}`,
  ])
  for (const one of findings)
    await (one.what === 'orphan' ? removeOrphan(server.app, one) : forgetMissing(server.app, one))
  assert.deepEqual((await auditFiles(server.app, true)).findings, [])
  assert.deepEqual(await storedKeys(server), [])
})
