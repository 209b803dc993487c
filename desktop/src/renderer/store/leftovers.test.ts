import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'
import { createLeftovers } from './leftovers.ts'

/** A server that answers as it is told, and takes everything after that. */
function startLeftovers(...script: ErrorCode[]) {
  const asked: string[] = []
  const removed: string[] = []
  let isReady = true
  const leftovers = createLeftovers({
    async end({ id }) {
      asked.push(id)
      const code = script.shift()
      if (code) throw new ChatterError(code, 'scripted')
    },
    isReady: () => isReady,
    writing: () =>
      ({ putLeftover: async () => {}, removeLeftover: async (id: string) => removed.push(id) }) as never,
    random: () => 0,
  })
  return {
    ...leftovers,
    asked,
    removed,
    connect: (ready: boolean) => {
      isReady = ready
      if (ready) leftovers.resume()
    },
  }
}

const settle = () => new Promise(resolve => setImmediate(resolve))

test('[FILE50] what is left at the server is removed again and again, until it has decided', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const left = startLeftovers('rate_limited', 'internal', 'unavailable', 'not_found')
  left.add({ id: 'a' })
  left.add({ id: 'b' })
  for (let times = 1; times <= 3; times++) {
    await settle()
    assert.equal(left.asked.length, times, 'it rests in between')
    t.mock.timers.tick(60_000)
  }
  await settle()
  assert.deepEqual(left.asked, ['a', 'a', 'a', 'a', 'b'])
  assert.deepEqual(left.removed, ['a', 'b'])
})

test('[FILE50] without a connection nothing is asked, and a server that always fails is not asked for ever', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const left = startLeftovers(...Array.from({ length: 20 }, () => 'internal' as const))
  left.connect(false)
  left.restore([{ id: 'a' }])
  await settle()
  assert.deepEqual(left.asked, [])
  left.connect(true)
  for (let times = 0; times < 20; times++) {
    await settle()
    t.mock.timers.tick(60_000)
  }
  assert.equal(left.asked.length, 5)
})

test('[FILE50] a session that is over takes nothing with it: the next one goes on', async () => {
  const left = startLeftovers('unauthenticated')
  left.add({ id: 'a' })
  await settle()
  assert.deepEqual([left.asked, left.removed], [['a'], []])
  left.resume()
  await settle()
  assert.deepEqual(left.removed, ['a'])
})
