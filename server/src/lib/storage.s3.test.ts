import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { after, test } from 'node:test'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { startS3 } from '../../test/s3.ts'
import { all, storageTests } from '../../test/storage.ts'
import { until } from '../../test/until.ts'
import { createS3Storage, parsePlace } from './storage.s3.ts'
import { createKey } from './storage.ts'

const url = await startS3()
const open = () => createS3Storage(parsePlace(url))

storageTests(async () => open())

test('an address says where a store is, and who we are to it', () => {
  assert.deepEqual(parsePlace('s3://key:a%2Fb%2Bc@store.example:9000/files?tls&region=eu-west-1'), {
    endpoint: 'https://store.example:9000',
    region: 'eu-west-1',
    bucket: 'files',
    accessKeyId: 'key',
    secretAccessKey: 'a/b+c',
  })
})

test('a sender that is faster than the store waits', async () => {
  const storage = open()
  const writing = await storage.write(createKey(), 10_000_000)
  const waits = Array.from({ length: 40 }, () => writing.append(Buffer.alloc(65_536)))
  assert.ok(waits.some(wait => wait !== undefined))
  await Promise.all(waits)
  assert.equal(await writing.close(), 40 * 65_536)
})

test('[FILE1] a piece that lands late, when the upload went on without it, spoils nothing', async () => {
  const bytes = randomBytes(1_000)
  for (const lengthOfLate of [100, 500]) {
    const key = createKey()
    const late = await open().write(key, bytes.length)
    await late.append(bytes.subarray(0, lengthOfLate))
    for (const [start, end] of [
      [0, 300],
      [300, 1_000],
    ] as const) {
      const writing = await open().write(key, bytes.length)
      assert.equal(writing.start, start)
      await writing.append(bytes.subarray(start, end))
      await writing.close()
    }
    await late.close()
    assert.equal(await open().sizeOf(key), bytes.length)
    assert.ok(bytes.equals(Buffer.concat(await all(await open().read(key)))))
    await open().remove(key)
    assert.equal(await open().sizeOf(key), 0)
    assert.ok(!(await all(open().list())).some(one => one.key === key))
  }
})

test('[FILE1] pieces that an earlier server named by their beginnings alone are read', async () => {
  const { endpoint, region, bucket, ...credentials } = parsePlace(url)
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  const key = createKey()
  for (const [start, Body] of ['first, ', 'second'].map((words, n) => [7 * n, words] as const)) {
    const Key = `files/${key}/${String(start).padStart(16, '0')}`
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
  }
  client.destroy()
  const writing = await open().write(key, 20)
  assert.equal(writing.start, 13)
  await writing.append(Buffer.from(', third'))
  await writing.finish()
  assert.equal(Buffer.concat(await all(await open().read(key))).toString(), 'first, second, third')
})

test('[FILE30] readers that go before they took anything leave no connection behind', async () => {
  const bytes = randomBytes(300_000)
  const key = await put(bytes)
  const store = await startWholeStore()
  const storage = createS3Storage({ ...parsePlace(url), endpoint: store.endpoint })
  const range = { start: 10, end: 20 }
  assert.ok(bytes.subarray(10, 20).equals(Buffer.concat(await all(await storage.read(key, range)))))
  for (const stretch of [undefined, range])
    for (let reader = 0; reader < 10; reader++) (await storage.read(key, stretch)).destroy()
  // Some wait to be used again.
  await until(() => store.connections() <= 2, 5_000)
  await storage.close()
})

test('[FILE30] readers that take nothing keep nobody else from the store', async () => {
  const key = await put(randomBytes(300_000))
  const storage = open()
  const readers = await Promise.all(Array.from({ length: 60 }, () => storage.read(key)))
  assert.equal(await storage.sizeOf(key), 300_000)
  for (const reader of readers) reader.destroy()
  await storage.close()
})

test('who the store does not know gets nothing', async () => {
  const storage = createS3Storage({ ...parsePlace(url), accessKeyId: 'stranger' })
  await assert.rejects(all(storage.list()))
  const key = createKey()
  const writing = await storage.write(key, 1).catch(() => undefined)
  assert.equal(writing, undefined)
})

test('what is no key reaches no name', async () => {
  for (const key of ['', '..', '../x', createKey().toUpperCase()])
    await assert.rejects(async () => open().remove(key), /is no key/)
})

async function put(bytes: Buffer): Promise<string> {
  const key = createKey()
  const writing = await open().write(key, bytes.length)
  await writing.append(bytes)
  await writing.finish()
  return key
}

/** The same store for clients that are to get whole objects, whatever stretch they ask for. */
async function startWholeStore() {
  let connections = 0
  const door = createServer((asked, answer) => {
    const { range: _, ...headers } = asked.headers
    const passed = request(parsePlace(url).endpoint + asked.url, { method: asked.method, headers }, whole => {
      answer.writeHead(whole.statusCode!, whole.headers)
      pipeline(whole, answer, () => {})
    })
    pipeline(asked, passed, () => {})
  })
  door.on('connection', socket => {
    connections++
    socket.once('close', () => connections--)
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  after(() => door.close())
  return {
    endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    connections: () => connections,
  }
}
