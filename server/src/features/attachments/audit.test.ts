import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { bringFile, postFiles } from '../../../test/files.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, history } from '../../../test/talk.ts'
import { png } from '../../../test/uploads.ts'
import { createDiskStorage } from '../../lib/storage.disk.ts'
import { createKey } from '../../lib/storage.ts'
import { transact } from '../../lib/transact.ts'
import { deleteUnposted } from './attachments.table.ts'
import { setThumbnail } from './attachments.ts'
import { auditFiles, forgetMissing, removeOrphan } from './audit.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const room = await foundRoom([ada, grace], 'Audited')

async function put(bytes: Buffer, key = createKey()): Promise<string> {
  await server.app.storage.remove(key)
  const writing = await server.app.storage.write(key, bytes.length)
  await writing.append(bytes)
  await writing.finish()
  return key
}

const keyOf = async ({ sha256 }: { sha256: string }): Promise<string> =>
  (await server.app.db('contents').where({ sha256 }).first()).storage_key

async function found(isDeep = false): Promise<string[]> {
  const { findings } = await auditFiles(server.app, isDeep)
  return findings.map(({ what, key }) => `${what} ${key}`).sort()
}

test('[FILE36] storage and database agree, whatever people did', async () => {
  const atAda = await ada.connect()
  const kept = await bringFile(server, ada, room)
  await postFiles(atAda, room, [kept, await bringFile(server, ada, room, { bytes: Buffer.alloc(0) })])
  const { seq } = await postFiles(atAda, room, [await bringFile(server, ada, room)])
  await atAda.call('message:delete', { roomId: room, seq })
  await bringFile(server, grace, room)
  await server.app.discards.settled()
  const { findings, files } = await auditFiles(server.app, true)
  assert.deepEqual([findings, files], [[], 3])
})

test('[FILE36] what waits to be removed is no disagreement', async () => {
  const { id } = await bringFile(server, ada, room)
  await transact(server.app.db, trx => deleteUnposted(trx, id, ada.account.id))
  assert.deepEqual(await found(), [])
  await server.app.discards.sweep(Date.now() + 2 * 3_600_000)
  assert.deepEqual(await found(), [])
})

test('[FILE36] what is lost, changed or needed by nobody is found, and put right when told to', async () => {
  const atAda = await ada.connect()
  const bring = () => bringFile(server, ada, room, { bytes: randomBytes(100) })
  const [fine, lost, cut, other, pictured] = [
    await bring(),
    await bring(),
    await bring(),
    await bring(),
    await bring(),
  ]
  const picture = png(10, 10)
  const picturing = async ({ id }: { id: string }) => {
    const key = await put(picture)
    await setThumbnail(server.app, ada.account, id, { key, type: 'image/png', size: picture.length })
    return key
  }
  const thumbnail = await picturing(pictured)
  await picturing(lost)
  const ofCut = await picturing(cut)
  const ofOther = await picturing(other)
  const mixed = await postFiles(atAda, room, [fine, lost, pictured], 'words')
  const bare = await postFiles(atAda, room, [cut])
  await postFiles(atAda, room, [other], 'more words')
  assert.deepEqual(await found(true), [])

  const orphan = await put(randomBytes(7))
  await server.app.storage.remove(await keyOf(lost))
  await put(randomBytes(99), await keyOf(cut))
  await put(randomBytes(100), await keyOf(other))
  await server.app.storage.remove(thumbnail)
  await put(png(10, 10, 21), ofCut)
  await put(randomBytes(picture.length), ofOther)
  const shallow = [
    `missing ${await keyOf(lost)}`,
    `missing thumbnail ${thumbnail}`,
    `other thumbnail ${ofCut}`,
    `orphan ${orphan}`,
    `other size ${await keyOf(cut)}`,
  ].sort()
  assert.deepEqual(await found(), shallow)
  const deep = [`other bytes ${await keyOf(other)}`, `other thumbnail ${ofOther}`]
  assert.deepEqual(await found(true), [...shallow, ...deep].sort())

  const { findings } = await auditFiles(server.app, true)
  for (const one of findings)
    await (one.what === 'orphan' ? removeOrphan(server.app, one) : forgetMissing(server.app, one))
  assert.deepEqual(await found(true), [])
  const messages = await history(grace, room)
  const now = messages.find(({ seq }) => seq === mixed.seq)!
  const { hasThumbnail: _, ...withoutThumbnail } = mixed.attachments![2]!
  assert.deepEqual([now.attachments, now.body], [[fine, withoutThumbnail], 'words'])
  const gone = messages.find(({ seq }) => seq === bare.seq)!
  assert.ok(gone.deletedAt && !gone.attachments)
  assert.equal(messages.at(-1)!.attachments, undefined)
  const { messages: changed } = (
    await grace.api('GET', `/api/v1/rooms/${room}/changes?sinceRev=${mixed.rev}`)
  ).body
  assert.ok(changed.some(({ seq }) => seq === mixed.seq))
})

test('[FILE36] the command tells what disagrees by its exit code, and changes nothing unless told to', async () => {
  const orphan = await put(randomBytes(5))
  await server.app.close()
  const told = await audit()
  assert.equal(told.code, 1, told.output)
  assert.match(told.output, new RegExp(`orphan {2}${orphan} {2}5 bytes`))
  assert.equal((await audit('--forget-missing')).code, 1)
  const removed = await audit('--deep', '--remove-orphans')
  assert.match(removed.output, new RegExp(`removed {2}${orphan}`))
  const clean = await audit('--deep')
  assert.deepEqual([clean.code, /agree\./.test(clean.output)], [0, true], clean.output)
  assert.equal((await audit('--data-dir', '/nonexistent', '--database', 'nonsense')).code, 1)
  await server.restart()
})

test('[FILE36] nothing is forgotten or removed where not one known file is found: the place may be a wrong one', async () => {
  await server.app.close()
  const files = join(server.config.dataDir, 'files')
  const [before, elsewhere] = [await audit(), `${files}-elsewhere`]
  await rename(files, elsewhere)
  const refuses = async (...flags: string[]) => {
    const { code, output } = await audit(...flags)
    assert.equal(code, 1, output)
    assert.ok(output.includes(`is in ${files}.`) && /wrong place.*--data-dir/s.test(output), output)
  }
  await refuses('--forget-missing')
  const ofAnother = await createDiskStorage(files).write(createKey(), 1)
  await ofAnother.append(Buffer.from('x'))
  await ofAnother.finish()
  for (const flag of ['--forget-missing', '--remove-orphans']) await refuses(flag)
  await rm(files, { recursive: true })
  await rename(elsewhere, files)
  assert.deepEqual(await audit(), before)
  await server.restart()
})

/** Runs it as people do. */
function audit(...flags: string[]): Promise<{ code: number; output: string }> {
  const { dataDir, databaseUrl } = server.config
  const script = join(import.meta.dirname, '../../../../scripts/audit-files.ts')
  const env = {
    ...process.env,
    CHATTER_DATA_DIR: dataDir,
    ...(databaseUrl && { CHATTER_DATABASE_URL: databaseUrl }),
  }
  return new Promise(resolve => {
    execFile(process.execPath, [script, ...flags], { env }, (error, output, errors) =>
      resolve({ code: error ? Number(error.code) : 0, output: output + errors }),
    )
  })
}
