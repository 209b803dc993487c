import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { all, storageTests } from '../../test/storage.ts'
import { createDiskStorage } from './storage.disk.ts'
import { createKey, MissingBytes } from './storage.ts'

const folder = await mkdtemp(join(tmpdir(), 'chatter-storage-'))
after(() => rm(folder, { recursive: true }))
const open = () => createDiskStorage(join(folder, 'files'))

storageTests(async () => open())

test('[FILE1] what is appended counts after a crash, without being finished', async () => {
  const storage = open()
  const key = createKey()
  const writing = await storage.write(key, 10)
  await writing.append(Buffer.alloc(2_000_000, 1))
  assert.equal(await open().sizeOf(key), 2_000_000)
  await writing.close()
})

test('[FILE17] whoever appends hears when the bytes are not needed any more', async () => {
  const storage = open()
  const key = createKey()
  const writing = await storage.write(key, 6)
  const written: string[] = []
  const heard = ['one', 'two'].map(word => {
    const { promise, resolve } = Promise.withResolvers<void>()
    writing.append(Buffer.from(word), () => {
      written.push(word)
      resolve()
    })
    return promise
  })
  assert.deepEqual(written, [])
  await Promise.all(heard)
  assert.deepEqual(written, ['one', 'two'])
  assert.equal(await open().sizeOf(key), 6)
  await writing.finish()
})

test('[FILE17] a large file is removed a piece at a time, none of them while a post is being written', async () => {
  const mebibyte = 1024 * 1024
  const key = createKey()
  const seen: number[] = []
  const pause = async () => void seen.push((await storage.sizeOf(key)) / mebibyte)
  const storage = createDiskStorage(join(folder, 'files'), { pause, isLively: () => true })
  await (await storage.write(key, 1)).close()
  await truncate(join(folder, 'files', key.slice(0, 2), key.slice(2, 4), key), 100 * mebibyte)
  await storage.remove(key)
  assert.deepEqual(seen, [100, 68, 36])
  assert.deepEqual(
    (await all(storage.list())).filter(stored => stored.key === key),
    [],
  )
  await storage.remove(key)
})

test('[FILE17] whoever reads a file that is taken away meanwhile hears of it', async () => {
  const storage = open()
  const key = createKey()
  const writing = await storage.write(key, 1_000_000)
  await writing.append(Buffer.alloc(1_000_000))
  await writing.finish()
  const reading = (await storage.read(key))[Symbol.asyncIterator]()
  await reading.next()
  await truncate(join(folder, 'files', key.slice(0, 2), key.slice(2, 4), key), 1)
  await assert.rejects(async () => {
    while (!(await reading.next()).done);
  }, MissingBytes)
})

test('[FILE17] what is written goes to the disk in pieces, none of them while a post is being written', async () => {
  let pause: Promise<void> | undefined
  const storage = createDiskStorage(join(folder, 'files'), { pause: () => pause, isLively: () => true })
  const writing = await storage.write(createKey(), 16 * 1024 * 1024)
  const post = Promise.withResolvers<void>()
  pause = post.promise
  const filled = async () => {
    for (let piece = 0; piece < 6; piece++) await writing.append(Buffer.alloc(1024 * 1024))
  }
  let isFilled = false
  const filling = filled().then(() => {
    isFilled = true
  })
  await new Promise(resolve => setTimeout(resolve, 200))
  // The first piece waits to be flushed, the second is written behind it, and the sender waits.
  assert.equal(isFilled, false)
  pause = undefined
  post.resolve()
  await filling
  await writing.finish()
})

test('[FILE17] what is taken out waits while a post is being written, and comes whole', async () => {
  let pause: Promise<void> | undefined
  const storage = createDiskStorage(join(folder, 'files'), { pause: () => pause, isLively: () => true })
  const key = createKey()
  const bytes = randomBytes(700_000)
  const writing = await storage.write(key, bytes.length)
  await writing.append(bytes)
  await writing.finish()
  const post = Promise.withResolvers<void>()
  pause = post.promise
  let isRead = false
  const reading = all(await storage.read(key, { start: 5, end: 650_000 })).then(pieces => {
    isRead = true
    return Buffer.concat(pieces as Buffer[])
  })
  await new Promise(resolve => setTimeout(resolve, 100))
  assert.equal(isRead, false)
  pause = undefined
  post.resolve()
  assert.deepEqual(await reading, bytes.subarray(5, 650_000))
})

test('what is no key reaches no path', async () => {
  const storage = open()
  for (const key of ['', '..', '../../../../etc/passwd', `${createKey()}/`, createKey().toUpperCase(), 'nul'])
    await assert.rejects(async () => storage.remove(key), /is no key/)
})

test('foreign files in the folder are not listed', async () => {
  const storage = open()
  const key = createKey()
  await (await storage.write(key, 0)).finish()
  await writeFile(join(folder, 'files', key.slice(0, 2), key.slice(2, 4), '.DS_Store'), 'x')
  await writeFile(join(folder, 'files', 'note.txt'), 'x')
  const keys = (await all(storage.list())).map(stored => stored.key)
  assert.ok(keys.includes(key))
  assert.ok(keys.every(one => one.length === 32))
  assert.ok((await readdir(join(folder, 'files'))).includes('note.txt'))
})
