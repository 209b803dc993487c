import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { startS3 } from '../../test/s3.ts'
import { all, storageTests } from '../../test/storage.ts'
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
