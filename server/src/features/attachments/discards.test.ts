import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { bringFile, postFiles, storedKeys } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom } from '../../../test/talk.ts'
import { createKey } from '../../lib/storage.ts'
import { transact } from '../../lib/transact.ts'
import { removeAttachmentsOf } from './attachments.ts'
import { noteDiscards } from './discards.ts'

const server = await startServer()
const { app } = server
const ada = await server.signUp('ada')
const atAda = await ada.connect()
const room = await foundRoom([ada], 'Letting go')

const keyOf = async ({ sha256 }: { sha256: string }): Promise<string> =>
  (await app.db('contents').where({ sha256 }).first()).storage_key

test('[FILE24] what is let go of while its key is looked at is not forgotten, whoever is killed then', async () => {
  const file = await bringFile(server, ada, room)
  const message = await postFiles(atAda, room, [file])
  const key = await keyOf(file)
  await noteDiscards(app.db, [key])
  // Nothing is handed to `clear` after this: the server was killed.
  const isGone = new Promise(resolve => {
    app.db.on('query-response', function look(_rows: unknown, { sql }: { sql: string }) {
      if (!sql.includes('AS thumbnail')) return
      app.db.off('query-response', look)
      resolve(transact(app.db, trx => removeAttachmentsOf(trx, message)))
    })
  })
  app.discards.clear([key])
  await isGone
  await app.discards.settled()
  await app.discards.sweep(Date.now() + 2 * 3_600_000)
  assert.deepEqual(await storedKeys(server), [])
  assert.deepEqual(await app.db('contents'), [])
})

test('[FILE24] one key that the storage does not remove holds up no other', async () => {
  const stuck = createKey()
  const folder = join(server.config.dataDir, 'files', stuck.slice(0, 2), stuck.slice(2, 4), stuck)
  await mkdir(folder, { recursive: true })
  const file = await bringFile(server, ada, room)
  await noteDiscards(app.db, [stuck])
  await pause(5)
  const message = await postFiles(atAda, room, [file])
  await transact(app.db, trx => removeAttachmentsOf(trx, message))
  await app.discards.sweep(Date.now() + 2 * 3_600_000)
  assert.deepEqual(await storedKeys(server), [])
  assert.deepEqual(await app.db('discards').pluck('storage_key'), [stuck])
})
