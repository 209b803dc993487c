import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../server/test/until.ts'

const folder = await mkdtemp(join(tmpdir(), 'chatter-cache-'))
process.env.CHATTER_CACHE_DIR = folder
const { cachedFolder } = await import('./cache.mjs')
const { withLock } = await import('./lock.mjs')
after(() => rm(folder, { recursive: true }))

test('a folder is filled once, and two at the same time end with the same', async () => {
  let fills = 0
  const fill = async (draft: string) => {
    await sleep(50)
    await writeFile(join(draft, 'file'), `${++fills}`)
  }
  const [first, second] = await Promise.all([cachedFolder('thing', fill), cachedFolder('thing', fill)])
  assert.equal(first, second)
  const text = await readFile(join(first, 'file'), 'utf8')
  await cachedFolder('thing', fill)
  assert.equal(await readFile(join(first, 'file'), 'utf8'), text)
})

test('a fill that fails leaves nothing behind', async () => {
  await assert.rejects(
    cachedFolder('broken', () => Promise.reject(new Error('no network'))),
    /no network/,
  )
  assert.deepEqual(
    (await readdir(folder)).filter(name => name.startsWith('broken') || name.startsWith('.draft')),
    [],
  )
  assert.ok(await cachedFolder('broken', async () => {}), 'and it may be tried again')
})

test('work under one name is done one after the other', async () => {
  let inside = 0
  const work = () =>
    withLock('name', async () => {
      assert.equal(++inside, 1)
      await sleep(20)
      inside--
    })
  await Promise.all([work(), work(), work()])
})

test('the lock of a process that died is taken over', async () => {
  await withLock('dead', async () => {
    const [lock = ''] = await readdir(join(folder, 'locks'))
    await writeFile(join(folder, 'locks', lock), '4194303')
    assert.equal(await withLock('dead', async () => 'done'), 'done')
  })
})

test('the lock of a holder that is long silent is taken over, whoever has its process number now', async context => {
  const { mock: said } = context.mock.method(console, 'log', () => {})
  let runs = 0
  await withLock('silent', async () => {
    const [lock = ''] = await readdir(join(folder, 'locks'))
    const file = join(folder, 'locks', lock)
    await rm(file)
    await writeFile(file, String(process.pid))
    await utimes(file, 0, 0)
    await withLock('silent', async () => {
      runs++
    })
  })
  assert.equal(runs, 1)
  assert.deepEqual(await readdir(join(folder, 'locks')), [])
  assert.equal(said.callCount(), 0)
})

test('a holder lives as long as it works, and who waits for it says so', async context => {
  const { mock: said } = context.mock.method(console, 'log', () => {})
  const order: string[] = []
  const holding = withLock('long', async () => {
    const [lock = ''] = await readdir(join(folder, 'locks'))
    const file = join(folder, 'locks', lock)
    // As after a machine slept.
    await utimes(file, 0, 0)
    await until(async () => said.callCount() > 0, 30_000)
    await until(async () => Date.now() - (await stat(file)).mtimeMs < 3_000)
    order.push('first')
  })
  await sleep(100)
  await withLock('long', async () => {
    order.push('second')
  })
  await holding
  assert.deepEqual(order, ['first', 'second'])
  assert.deepEqual(
    said.calls.map(({ arguments: [line] }) => line),
    [`Waiting for process ${process.pid}, which does the same already (long) …`],
  )
})

test('who was taken for dead leaves the lock to whoever took it over', async () => {
  const { promise: end, resolve: finish } = Promise.withResolvers<void>()
  let later: Promise<void> | undefined
  await withLock('late', async () => {
    const [lock = ''] = await readdir(join(folder, 'locks'))
    await writeFile(join(folder, 'locks', lock), '4194303')
    await new Promise<void>(taken => {
      later = withLock('late', () => {
        taken()
        return end
      })
    })
  })
  assert.equal((await readdir(join(folder, 'locks'))).length, 1)
  finish()
  await later
  assert.deepEqual(await readdir(join(folder, 'locks')), [])
})
