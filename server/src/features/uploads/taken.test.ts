import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { bringFile, postFiles, storedKeys } from '../../../test/files.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import { png, putThumbnail, sendForm } from '../../../test/uploads.ts'
import { sumOfPerson } from './uploads.table.ts'

const server = await startServer({ quotaPerPerson: 1_000_000, quotaOfServer: 1_500_000 })
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
const room = await foundRoom([ada, grace], 'Quotas')
const takenBy = ({ account }: Person) => sumOfPerson(server.app.db, account.id)
const forward = (connection: Connection, { roomId, seq }: Message) =>
  connection.call('message:post', {
    roomId: room,
    clientId: randomUUID(),
    body: '',
    forwards: { roomId, seq },
  })
const remove = (connection: Connection, { roomId, seq }: Message) =>
  connection.call('message:delete', { roomId, seq })

test('[FILE14] thumbnails count, once for all copies, and are refused when they do not fit', async () => {
  const empty = (person: Person) => bringFile(server, person, room, { bytes: Buffer.alloc(0) })
  const put = (person: Person, { id }: { id: string }, bytes: number) =>
    putThumbnail(server, person, id, png(10, 10, bytes - png(10, 10, 0).length))
  const own = [await empty(ada), await empty(ada), await empty(ada), await empty(ada), await empty(ada)]
  for (const file of own.slice(0, 4)) assert.equal(await put(ada, file, 250_000), '')
  assert.equal(await takenBy(ada), 1_000_000)
  const before = await storedKeys(server)
  assert.equal(await put(ada, own[4]!, 100), 'quota_exceeded')
  assert.deepEqual((await storedKeys(server)).sort(), before.sort())

  const hers = [await empty(grace), await empty(grace), await empty(grace)]
  for (const file of hers.slice(0, 2)) assert.equal(await put(grace, file, 250_000), '')
  assert.equal(await put(grace, hers[2]!, 100), 'quota_exceeded', "the server's")
  assert.equal(await put(ada, own[0]!, 200_000), '', 'in place of a larger one')
  assert.equal(await takenBy(ada), 950_000)
  assert.equal(await put(ada, own[0]!, 250_000), '')

  const post = await postFiles(atAda, room, own)
  const copy = await forward(atGrace, post)
  assert.equal(await takenBy(grace), 500_000)
  await remove(atAda, post)
  assert.equal(await takenBy(ada), 0)
  assert.equal(await put(grace, hers[2]!, 100), 'quota_exceeded', 'the copies have them still')
  await remove(atGrace, copy)
  assert.equal(await put(grace, hers[2]!, 100), '')
  await remove(atGrace, await postFiles(atGrace, room, hers))
  assert.deepEqual(await storedKeys(server), [])
})

test('[FILE14] [FILE23] to a person counts what they brought, once, and no file of others that they forward', async () => {
  const told = { name: 'a.bin', size: 600_000 }
  const { body } = await sendForm(server, ada, room, told, randomBytes(600_000))
  const first = await postFiles(atAda, room, [body.attachment])
  assert.equal(await takenBy(ada), 600_000)

  const ofGrace = await forward(atGrace, first)
  assert.equal(await takenBy(grace), 0)
  const second = await forward(atAda, ofGrace)
  assert.equal(await takenBy(ada), 600_000, 'no more bytes are stored')
  const small = { name: 'b.bin', size: 400_000 }
  const more = await sendForm(server, ada, room, small, randomBytes(400_000))
  assert.equal(more.status, 201)
  assert.equal(await takenBy(ada), 1_000_000)

  await remove(atAda, first)
  assert.equal(await takenBy(ada), 1_000_000, 'who keeps a copy of their own keeps the bytes')
  await remove(atAda, second)
  assert.equal(await takenBy(ada), 400_000, 'a copy of somebody else is not hers')
  assert.equal(await takenBy(grace), 0)
})
