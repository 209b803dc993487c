import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createDownloads } from '../downloads/list.ts'
import { createReceived } from './list.ts'

const root = await mkdtemp(join(tmpdir(), 'chatter-received-'))
after(() => rm(root, { recursive: true, force: true }))

const serverUrl = 'http://chatter.example'

async function newPlace() {
  const profile = await mkdtemp(join(root, 'profile-'))
  const folder = await mkdtemp(join(root, 'downloads-'))
  const options = { listFile: join(profile, 'received.json'), folder: () => folder, reserve: 0 }
  return {
    folder,
    options,
    received: createReceived(options),
    files: async () => (await readdir(folder)).sort(),
  }
}

function newFile(size = 300_000, name = 'report.pdf') {
  const bytes = randomBytes(size)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, file: { serverUrl, sha256, name, size } }
}

test('[FILE73] what comes directly is written as it comes, verified, and becomes the download of its attachment', async () => {
  const { folder, received, files } = await newPlace()
  const { bytes, file } = newFile()
  assert.equal(await received.open(file), 0)
  assert.deepEqual(await files(), [], 'nothing is made for a file that another device may take')
  await received.write(file, 0, bytes.subarray(0, 100_000))
  await received.write(file, 100_000, bytes.subarray(100_000))
  assert.deepEqual(await files(), ['report.pdf.part'])
  assert.equal(await received.check(file), true)
  assert.deepEqual(received.list(), [{ serverUrl, sha256: file.sha256 }])

  const { downloads, done } = newDownloads(folder, () => assert.fail('nothing is missing'))
  const part = await received.take(file)
  assert.ok(part)
  await downloads.adopt({ ...file, id: randomUUID() }, part)
  assert.equal((await done).savedAs, 'report.pdf')
  assert.deepEqual(await files(), ['report.pdf'])
  assert.deepEqual(await readFile(join(folder, 'report.pdf')), bytes)
  assert.deepEqual(received.list(), [])
})

test('[FILE74] a broken way is gone on with where it broke, also after a restart, and then from the server', async () => {
  const { folder, options, received, files } = await newPlace()
  const { bytes, file } = newFile()
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
  await downloads.adopt({ ...file, id: randomUUID() }, (await next.take(file))!)
  await done
  assert.deepEqual(asked, ['bytes=200000-'])
  assert.deepEqual(await files(), ['report.pdf'])
  assert.deepEqual(await readFile(join(folder, 'report.pdf')), bytes)
})

test('[FILE73] other bytes than those that were promised do not stay', async () => {
  const { received, files } = await newPlace()
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
  assert.deepEqual([received.list(), await files()], [[], []])
  // And too few are not enough.
  await received.open(file)
  await received.write(file, 0, bytes.subarray(0, 100))
  assert.equal(await received.check(file), false)
  assert.deepEqual(await files(), [])
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

test('[FILE73] names are no paths, and a full disk is left alone', async () => {
  const { options, received, files } = await newPlace()
  const { bytes, file } = newFile(10, '../../etc/pass\u202ewd.txt')
  await received.open(file)
  await received.write(file, 0, bytes)
  await received.close(file)
  assert.deepEqual(await files(), ['passwd.txt.part'])
  const careful = createReceived({ ...options, reserve: Number.MAX_SAFE_INTEGER })
  await assert.rejects(careful.open(newFile().file), /no room/)
})

test('[FILE74] what nobody went on with is removed, and what somebody removed is begun anew', async () => {
  const { folder, options, received, files } = await newPlace()
  const [old, gone] = [newFile(1000, 'old.bin'), newFile(1000, 'gone.bin')]
  for (const { bytes, file } of [old, gone]) {
    await received.open(file)
    await received.write(file, 0, bytes.subarray(0, 500))
    await received.close(file)
  }
  await rm(join(folder, 'gone.bin.part'))
  assert.equal(await received.open(gone.file), 0)
  await received.close(gone.file)

  const week = 7 * 24 * 60 * 60 * 1000
  const later = createReceived({ ...options, now: () => Date.now() + week + 1000 })
  await later.restore()
  assert.deepEqual([later.list(), await files()], [[], []])
  await writeFile(options.listFile, '{"received": [1, {"serverUrl": "x"}]}')
  const odd = createReceived(options)
  await odd.restore()
  assert.deepEqual(odd.list(), [])
})

test('[FILE73] what is not wanted any more is removed, also while it is written', async () => {
  const { received, files } = await newPlace()
  const { bytes, file } = newFile()
  await received.open(file)
  await received.write(file, 0, bytes.subarray(0, 500))
  await received.remove(file)
  assert.deepEqual([received.list(), await files()], [[], []])
  await assert.rejects(received.write(file, 500, bytes.subarray(500)), /Nothing is written/)
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
