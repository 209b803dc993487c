/** What every storage keeps, whatever it stands on. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import { createKey, MissingBytes, type Storage } from '../src/lib/storage.ts'

/** @param open opens the same storage once more, as a server does that was restarted */
export function storageTests(open: () => Promise<Storage>): void {
  let storage: Storage
  before(async () => {
    storage = await open()
  })

  async function put(bytes: Buffer): Promise<string> {
    const key = createKey()
    const writing = await storage.write(key, bytes.length)
    await writing.append(bytes)
    await writing.finish()
    return key
  }

  const read = async (key: string, range?: { start: number; end: number }) =>
    Buffer.concat(await all(await storage.read(key, range)))

  test('[FILE1] what was written is read, whole and in stretches', async () => {
    const bytes = randomBytes(300_000)
    const key = await put(bytes)
    assert.equal(await storage.sizeOf(key), bytes.length)
    assert.ok(bytes.equals(await read(key)))
    for (const [start, end] of [
      [0, 1],
      [0, 300_000],
      [99_999, 200_001],
      [299_999, 300_000],
      [5, 5],
    ] as const)
      assert.ok(bytes.subarray(start, end).equals(await read(key, { start, end })), `${start} to ${end}`)
  })

  test('an empty file is a file', async () => {
    const key = await put(Buffer.alloc(0))
    assert.deepEqual(await read(key), Buffer.alloc(0))
    assert.equal(await storage.sizeOf(key), 0)
  })

  test('[FILE1] writing goes on where it stopped, also after a restart, however small the pieces', async () => {
    const bytes = randomBytes(21_000_000)
    const key = createKey()
    let offset = 0
    for (const end of [1, 1_000, 6_000_000, 6_000_001, 18_000_000, 18_000_000, bytes.length]) {
      storage = await open()
      assert.equal(await storage.sizeOf(key), offset)
      const writing = await storage.write(key, bytes.length)
      assert.equal(writing.start, offset)
      for (; offset < end; offset = Math.min(end, offset + 65_536))
        await writing.append(bytes.subarray(offset, Math.min(end, offset + 65_536)))
      offset = end
      if (end === bytes.length) await writing.finish()
      else assert.equal(await writing.close(), end)
    }
    assert.ok(bytes.equals(await read(key)))
    assert.equal(await (await open()).sizeOf(key), bytes.length)
  })

  test('what is removed is gone, finished or not, and may be removed again', async () => {
    const finished = await put(randomBytes(100))
    const unfinished = createKey()
    const writing = await storage.write(unfinished, 10_000_000)
    await writing.append(randomBytes(7_000_000))
    await writing.close()
    for (const key of [finished, unfinished, createKey()]) {
      await storage.remove(key)
      await storage.remove(key)
      assert.equal(await storage.sizeOf(key), 0)
      await assert.rejects(read(key), MissingBytes)
    }
    const left = (await all(storage.list())).map(({ key }) => key)
    assert.ok(!left.includes(finished) && !left.includes(unfinished))
  })

  test('everything is listed, with its size', async () => {
    const keys = await Promise.all([1, 2, 3].map(size => put(randomBytes(size))))
    const unfinished = createKey()
    const writing = await storage.write(unfinished, 10)
    await writing.append(randomBytes(4))
    await writing.close()
    const listed = new Map((await all(storage.list())).map(stored => [stored.key, stored]))
    assert.deepEqual(
      [...keys, unfinished].map(key => listed.get(key)?.size),
      [1, 2, 3, 4],
    )
  })
}

/** Everything that comes. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
