import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Claim, Declaration } from '@chatter/shared/attachments.ts'
import { someoneWaitsIn } from '../../../test/database.ts'
import { bringFile, postFiles, sha256Of, storedKeys } from '../../../test/files.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, lobbyOf } from '../../../test/talk.ts'
import { createSender, metadataOf, sendForm } from '../../../test/uploads.ts'
import { isMysql } from '../../lib/dialect.ts'

const server = await startServer({
  quotaPerPerson: 1_000_000,
  quotaOfServer: 1_500_000,
  forbiddenEndings: 'exe',
})
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')
const lobby = (await lobbyOf(ada)).id
const limits = async (person: Person) => (await person.api('GET', '/api/v1/uploads/limits')).body

test('[FILE14] what may be uploaded is told, and what is left', async () => {
  const told = {
    size: 2 * 1024 ** 3,
    forbiddenTypes: [],
    forbiddenEndings: ['exe'],
    left: 1_000_000,
    leftOf: 'person',
  }
  assert.deepEqual(await limits(ada), told)
  const send = createSender(server, ada, lobby)
  const id = await send.create({ length: 600_000 })
  assert.deepEqual(await limits(ada), { ...told, left: 400_000 })
  assert.deepEqual(await limits(grace), { ...told, left: 900_000, leftOf: 'server' })
  await send.remove(id)
  assert.deepEqual(await limits(ada), told)
})

test('[FILE14] of many who begin at the same time, no more are let in than the quotas hold', async () => {
  const before = await storedKeys(server)
  const attempts = [ada, grace, linus].flatMap(person => {
    const send = createSender(server, person, lobby)
    return Array.from({ length: 8 }, () =>
      send.create({ length: 300_000 }).then(
        id => ({ send, id }),
        (error: Error) => error.message,
      ),
    )
  })
  const results = await Promise.all(attempts)
  const opened = results.filter(result => typeof result !== 'string')
  assert.equal(opened.length, 5)
  for (const refused of results)
    if (typeof refused === 'string') assert.match(refused, /507.*(KiB|bytes).*left.*quota_exceeded/)
  for (const sender of [ada, grace, linus]) assert.ok(((await limits(sender)) as { left: number }).left >= 0)
  for (const { send, id } of opened) await send.remove(id)
  assert.deepEqual(await storedKeys(server), before)
})

test('[FILE14] a form over the quota leaves nothing', async () => {
  const before = await storedKeys(server)
  const { status, body } = await sendForm(
    server,
    ada,
    lobby,
    { name: 'a', size: 1_000_001 },
    randomBytes(1_000_001),
  )
  assert.deepEqual([status, body.code], [507, 'quota_exceeded'])
  assert.match(body.detail ?? '', /976\.6 KiB/)
  assert.deepEqual(await storedKeys(server), before)
})

const secretBytes = randomBytes(200_000)
const declared = (bytes: Buffer): Declaration => ({
  name: 'copy.bin',
  type: 'application/octet-stream',
  size: bytes.length,
  sha256: sha256Of(bytes),
})
const claim = async (person: Person, bytes: Buffer, roomId = lobby) =>
  ((await person.api('POST', `/api/v1/rooms/${roomId}/attachments/claims`, declared(bytes))).body as Claim)
    .claim

function proofOf({ nonce, ranges }: NonNullable<Claim['claim']>, bytes: Buffer): string {
  const hash = createHash('sha256').update(Buffer.from(nonce, 'hex'))
  for (const { start, end } of ranges) hash.update(bytes.subarray(start, end))
  return hash.digest('hex')
}

test('[FILE15] who has what the server has, and may read it there, sends nothing', async () => {
  const room = await foundRoom([ada, grace], 'secret')
  const connection = await ada.connect()
  const file = await bringFile(server, ada, room, { bytes: secretBytes })
  assert.equal(await claim(grace, secretBytes), null, "before it is posted, it is the uploader's alone")
  await postFiles(connection, room, [file])
  connection.close()
  const keys = await storedKeys(server)

  const open = (await claim(grace, secretBytes))!
  const { status, body } = await grace.api('PUT', `/api/v1/attachments/claims/${open.id}`, {
    proof: proofOf(open, secretBytes),
  })
  assert.equal(status, 201)
  const { id: _, ...attachment } = (body as unknown as { attachment: { id: string } }).attachment
  assert.deepEqual(attachment, declared(secretBytes))
  assert.deepEqual(await storedKeys(server), keys)
  const again = await grace.api('PUT', `/api/v1/attachments/claims/${open.id}`, {
    proof: proofOf(open, secretBytes),
  })
  assert.equal(again.status, 404)
})

test('[FILE15] who may not read it, or has it not, hears nothing of it', async () => {
  const unknown = randomBytes(200_000)
  assert.equal(await claim(linus, secretBytes), null)
  assert.equal(await claim(linus, unknown), null)
  assert.equal(await claim(grace, unknown), null)
  const open = (await claim(grace, secretBytes))!
  const stolen = await linus.api('PUT', `/api/v1/attachments/claims/${open.id}`, {
    proof: proofOf(open, secretBytes),
  })
  assert.equal(stolen.status, 404)
  const wrong = await grace.api('PUT', `/api/v1/attachments/claims/${open.id}`, {
    proof: proofOf(open, unknown),
  })
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'upload_broken'])
  const late = await grace.api('PUT', `/api/v1/attachments/claims/${open.id}`, {
    proof: proofOf(open, secretBytes),
  })
  assert.equal(late.status, 404)
})

// The embedded database has one connection: there nothing comes in between.
if (isMysql(server.app.db))
  test('[FILE15] [FILE24] a room is not deleted while a claim is attached to it', async () => {
    const { db } = server.app
    const room = await foundRoom([grace], 'Doomed')
    const open = (await claim(grace, secretBytes, room))!
    const other = await db.transaction()
    try {
      await other('contents').forUpdate().select('id')
      const proof = proofOf(open, secretBytes)
      const proven = grace.api('PUT', `/api/v1/attachments/claims/${open.id}`, { proof })
      await someoneWaitsIn(db, '%contents%share mode%')
      const deleted = grace.api('DELETE', `/api/v1/rooms/${room}`)
      await someoneWaitsIn(db, '%rooms%for update%')
      await other.rollback()
      assert.equal((await proven).status, 201)
      assert.equal((await deleted).status, 204)
    } finally {
      if (!other.isCompleted()) await other.rollback()
    }
  })

test('[FILE15] the time of an answer does not tell', async () => {
  const unknown = randomBytes(200_000)
  const time = async (person: Person, bytes: Buffer) => {
    const start = performance.now()
    await claim(person, bytes)
    return performance.now() - start
  }
  for (let round = 0; round < 5; round++) {
    assert.ok((await time(grace, secretBytes)) >= 49)
    assert.ok((await time(linus, secretBytes)) >= 49)
    assert.ok((await time(linus, unknown)) >= 49)
  }
})

test('[FILE14] [FILE15] what is proven counts as far as something is stored or brought for the first time', async () => {
  await server.restart({ quotaOfServer: 1_300_000 })
  const [ida, rosa] = [await server.signUp('ida'), await server.signUp('rosa')]
  const room = await foundRoom([ida, rosa], 'Proofs')
  const connection = await ida.connect()
  const bytes = randomBytes(600_000)
  await postFiles(connection, room, [await bringFile(server, ida, room, { bytes })])
  connection.close()
  const prove = async (person: Person) => {
    const open = (await claim(person, bytes, room))!
    const proof = proofOf(open, bytes)
    return (await person.api('PUT', `/api/v1/attachments/claims/${open.id}`, { proof })).status
  }
  const leftTo = async (person: Person) => {
    const { left, leftOf } = (await limits(person)) as { left: number; leftOf: string }
    return [left, leftOf]
  }
  assert.deepEqual([await prove(ida), await prove(ida)], [201, 201])
  assert.deepEqual(await leftTo(ida), [400_000, 'person'])
  // The server has room for 500,000 more, but needs none.
  assert.deepEqual(await leftTo(rosa), [500_000, 'server'])
  assert.equal(await prove(rosa), 201)
  assert.deepEqual(await leftTo(rosa), [400_000, 'person'])
  await server.restart({ quotaPerPerson: 600_000 })
  assert.deepEqual(await leftTo(ida), [0, 'person'])
  assert.equal(await prove(ida), 201, 'what she has is hers already')
  const more = createSender(server, ida, room).create({ length: 1 })
  await assert.rejects(more, /507.*quota_exceeded/)
  await server.restart({ quotaPerPerson: 599_999 })
  const eve = await server.signUp('eve')
  await ida.api('PUT', `/api/v1/rooms/${room}/members/${eve.account.id}`)
  assert.equal(await prove(eve), 507, 'to her it would be new')
})

test('[FILE16] beginning uploads has a limit', async () => {
  await server.restart({ limitUploads: 6 })
  const send = createSender(server, linus, lobby)
  await send.create({ length: 1 })
  const answer = await send.ask('POST', '', {
    'upload-length': '1',
    'upload-metadata': metadataOf({ roomId: lobby, name: 'a', type: '' }),
  })
  assert.equal(answer.status, 429)
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
})
