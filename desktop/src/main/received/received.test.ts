import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createDownloads } from '../downloads/list.ts'
import { settlePart } from '../downloads/place.ts'
import { createReceived, type ReceivedOptions } from './list.ts'

const root = await mkdtemp(join(tmpdir(), 'chatter-received-'))
after(() => rm(root, { recursive: true, force: true }))

const serverUrl = 'http://chatter.example'

async function newPlace(more: Partial<ReceivedOptions> = {}) {
  const profile = await mkdtemp(join(root, 'profile-'))
  const downloads = await mkdtemp(join(root, 'downloads-'))
  const folder = join(profile, 'received')
  const options = { listFile: join(profile, 'received.json'), folder, reserve: 0, ...more }
  return {
    folder,
    downloads,
    options,
    received: createReceived(options),
    /** What lies in the app's own folder, and where a person looks. */
    parts: async () => (await readdir(folder).catch(() => [])).sort(),
    saved: async () => (await readdir(downloads)).sort(),
  }
}

function newFile(size = 300_000) {
  const bytes = randomBytes(size)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = { serverUrl, sha256, size, senderId: 7 }
  return { bytes, file, attachment: { serverUrl, id: randomUUID(), name: 'report.pdf', size, sha256 } }
}

test('[FILE73] what comes directly is written to the own folder, verified, and saved with its message', async () => {
  const { downloads: folder, received, parts, saved } = await newPlace()
  const { bytes, file, attachment } = newFile()
  assert.equal(await received.open(file), 0)
  assert.deepEqual(await parts(), [], 'nothing is made for a file that another device may take')
  await received.write(file, 0, bytes.subarray(0, 100_000))
  await received.write(file, 100_000, bytes.subarray(100_000))
  assert.equal((await parts()).length, 1)
  assert.equal(await received.check(file), true)
  assert.deepEqual(received.list(), [file])
  assert.deepEqual(await saved(), [], 'no message says yet that it belongs there')

  const { downloads, done } = newDownloads(folder, () => assert.fail('nothing is missing'))
  const part = await received.take(file)
  assert.ok(part)
  await downloads.adopt(attachment, part)
  assert.equal((await done).savedAs, 'report.pdf')
  assert.deepEqual([await saved(), await parts()], [['report.pdf'], []])
  assert.deepEqual(await readFile(join(folder, 'report.pdf')), bytes)
  assert.deepEqual(received.list(), [])
})

test('[FILE74] a broken way is gone on with where it broke, also after a restart, and then from the server', async () => {
  const { downloads: folder, options, received, parts, saved } = await newPlace()
  const { bytes, file, attachment } = newFile()
  await received.open(file)
  await received.write(file, 0, bytes.subarray(0, 50_000))
  await received.close(file)
  assert.equal(await received.open(file), 50_000)
  await received.write(file, 50_000, bytes.subarray(50_000, 120_000))
  await received.stop()

  const next = createReceived(options)
  await next.restore()
  assert.equal(await next.open(file), 120_000)
  await next.write(file, 120_000, bytes.subarray(120_000, 200_000))
  const asked: string[] = []
  const { downloads, done } = newDownloads(folder, headers => {
    asked.push(headers.range!)
    const rest = bytes.subarray(200_000)
    return new Response(rest, { status: 206, headers: { 'content-range': `bytes 200000-299999/300000` } })
  })
  await downloads.adopt(attachment, (await next.take(file))!)
  await done
  assert.deepEqual(asked, ['bytes=200000-'])
  assert.deepEqual([await saved(), await parts()], [['report.pdf'], []])
  assert.deepEqual(await readFile(join(folder, 'report.pdf')), bytes)
})

test('[FILE73] other bytes than those that were promised do not stay', async () => {
  const { received, parts } = await newPlace()
  const { bytes, file } = newFile()
  await received.open(file)
  await received.write(
    file,
    0,
    Buffer.from(bytes)
      .fill(0, 7, 8 + (bytes[7] === 0 ? 8 : 0))
      .subarray(0, 150_000),
  )
  await received.write(file, 150_000, randomBytes(150_000))
  assert.equal(await received.check(file), false)
  assert.deepEqual([received.list(), await parts()], [[], []])
  // And too few are not enough.
  await received.open(file)
  await received.write(file, 0, bytes.subarray(0, 100))
  assert.equal(await received.check(file), false)
  assert.deepEqual(await parts(), [])
})

test('[FILE73] bytes go nowhere else than behind those that are there', async () => {
  const { received } = await newPlace()
  const { bytes, file } = newFile()
  await assert.rejects(received.write(file, 0, bytes), /Nothing is written/)
  await received.open(file)
  await assert.rejects(received.open(file), /at once/)
  await received.write(file, 0, bytes.subarray(0, 10))
  await assert.rejects(received.write(file, 0, bytes.subarray(0, 10)), /follow/)
  await assert.rejects(received.write(file, 20, bytes.subarray(20, 30)), /follow/)
  await assert.rejects(received.write(file, 10, Buffer.concat([bytes])), /follow/)
  await received.write(file, 10, bytes.subarray(10))
  assert.equal(await received.check(file), true)
})

test('[FILE73] a full disk is left alone, and room that was promised is not promised twice', async () => {
  const { options } = await newPlace()
  const careful = createReceived({ ...options, reserve: Number.MAX_SAFE_INTEGER })
  await assert.rejects(careful.open(newFile(10).file), /no room/)
  const { bavail, bsize } = await statfs(root)
  const half = { ...newFile(10).file, size: Math.floor(bavail * bsize * 0.6) }
  const received = createReceived(options)
  await received.open(half)
  await assert.rejects(received.open({ ...newFile(10).file, size: half.size }), /no room/)
  await received.close(half)
  await received.open({ ...newFile(10).file, size: half.size })
})

test('[FILE74] what no message came for is removed while the app runs, and that is told', async () => {
  const { promise: gone, resolve: onGone } = Promise.withResolvers<unknown>()
  const { received, parts } = await newPlace({ patience: 50, onGone })
  const { bytes, file } = newFile(1_000)
  await received.open(file)
  await received.write(file, 0, bytes)
  assert.equal(await received.check(file), true)
  assert.deepEqual(await gone, { serverUrl, sha256: file.sha256 })
  assert.deepEqual([received.list(), await parts()], [[], []])
})

test('[FILE74] what was left when the app ended is removed by the next one, and what somebody removed is begun anew', async () => {
  const { folder, options, received, parts } = await newPlace()
  const [old, gone] = [newFile(1000), newFile(1000)]
  for (const { bytes, file } of [gone, old]) {
    await received.open(file)
    await received.write(file, 0, bytes.subarray(0, 500))
    await received.close(file)
    if (file === gone.file) await rm(join(folder, (await parts())[0]!))
  }
  assert.equal(await received.open(gone.file), 0)
  await received.close(gone.file)
  await received.stop()
  const [part] = await parts()
  assert.deepEqual(
    received.list().map(({ sha256 }) => sha256),
    [old.file.sha256],
  )

  // What is in nobody's list, such as after a crash, goes; what a download goes on with stays.
  for (const name of ['nobodys.part', 'needed.part']) await writeFile(join(folder, name), 'bytes')
  const soon = createReceived({ ...options, isNeeded: path => path.endsWith('needed.part') })
  await soon.restore()
  assert.deepEqual(await parts(), [part, 'needed.part'].sort())
  await soon.stop()
  const later = createReceived({ ...options, now: () => Date.now() + 31 * 60 * 1000 })
  await later.restore()
  assert.deepEqual([later.list(), await parts()], [[], []])
  await writeFile(options.listFile, '{"received": [1, {"serverUrl": "x"}]}')
  const odd = createReceived(options)
  await odd.restore()
  assert.deepEqual(odd.list(), [])
})

test('[FILE73] what is not wanted any more is removed, also while it is written', async () => {
  const { received, parts } = await newPlace()
  const { bytes, file } = newFile()
  await received.open(file)
  await received.write(file, 0, bytes.subarray(0, 500))
  await received.remove(file)
  assert.deepEqual([received.list(), await parts()], [[], []])
  await assert.rejects(received.write(file, 500, bytes.subarray(500)), /Nothing is written/)
})

test('[FILE73] where the list cannot be written, a file still comes, and what is not wanted is removed', async context => {
  const warned = context.mock.method(console, 'warn', () => {})
  const { received, parts } = await newPlace({ listFile: join(root, 'nowhere', 'received.json') })
  const [whole, unwanted] = [newFile(1_000), newFile(1_000)]
  for (const { bytes, file } of [whole, unwanted]) {
    await received.open(file)
    await received.write(file, 0, bytes)
  }
  assert.equal(await received.check(whole.file), true)
  await received.remove(unwanted.file)
  assert.equal((await parts()).length, 1)
  assert.ok(await received.take(whole.file))
  assert.deepEqual(received.list(), [])
  assert.match(String(warned.mock.calls[0]?.arguments[0]), /list of received files/)
})

test('[FILE61] what lies on another disk than its place is copied there, and never seen as a half', async () => {
  const { downloads } = await newPlace()
  const part = join(await mkdtemp(join(root, 'other-')), 'a.part')
  await writeFile(part, 'bytes')
  const elsewhere = async () => {
    throw Object.assign(new Error('cross-device link not permitted'), { code: 'EXDEV' })
  }
  const path = await settlePart(part, downloads, 'notes.txt', elsewhere)
  assert.equal(await readFile(path, 'utf8'), 'bytes')
  assert.deepEqual(await readdir(downloads), ['notes.txt'])
  await assert.rejects(readFile(part), { code: 'ENOENT' })

  await writeFile(part, 'bytes')
  await writeFile(join(downloads, 'report.pdf.part'), 'what another download has so far')
  await settlePart(part, downloads, 'report.pdf', elsewhere)
  assert.deepEqual((await readdir(downloads)).sort(), ['notes.txt', 'report.pdf', 'report.pdf.part'])
  assert.equal(await readFile(join(downloads, 'report.pdf'), 'utf8'), 'bytes')
  const other = await readFile(join(downloads, 'report.pdf.part'), 'utf8')
  assert.equal(other, 'what another download has so far')
})

function newDownloads(folder: string, answer: (headers: Record<string, string>) => Response) {
  const { promise: done, resolve, reject } = Promise.withResolvers<{ savedAs?: string }>()
  const downloads = createDownloads({
    listFile: join(folder, '..', `${randomUUID()}.json`),
    folder: () => folder,
    ask: () => async headers => answer(headers),
    onChange: ({ state, problem }) => state === 'failed' && reject(new Error(problem)),
    onGone: () => {},
    onDone: resolve,
  })
  return { downloads, done }
}
