import assert from 'node:assert/strict'
import { test } from 'node:test'
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
