import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createShare } from './share.ts'

const kibibyte = 1024
const silence = { pause: () => undefined, isLively: () => false }

test('[FILE17] senders that are always ready leave every turn to others, and get on alike', async () => {
  const share = createShare(silence)
  const taken = Array.from({ length: 20 }, () => 0)
  let isOver = false
  const senders = taken.map(async (_, sender) => {
    while (!isOver) {
      taken[sender]! += 64 * kibibyte
      await share.take(64 * kibibyte)
    }
  })
  const total = () => taken.reduce((sum, bytes) => sum + bytes)
  let before = total()
  for (let turn = 0; turn < 200; turn++) {
    await new Promise(setImmediate)
    const now = total()
    assert.ok(now - before <= 512 * kibibyte, `${now - before} bytes in one turn`)
    before = now
  }
  isOver = true
  await Promise.all(senders)
  assert.ok(Math.min(...taken) > 0.8 * Math.max(...taken), `${taken}`)
})

test('[FILE17] one that brings little never waits', async () => {
  const share = createShare(silence)
  for (let turn = 0; turn < 20; turn++) {
    assert.equal(share.take(16 * kibibyte), undefined)
    assert.equal(share.take(16 * kibibyte), undefined)
    await new Promise(setImmediate)
  }
})

test('[FILE17] nobody is read while a post is being written', async () => {
  const post = Promise.withResolvers<void>()
  let pause: Promise<void> | undefined = post.promise
  const share = createShare({ pause: () => pause, isLively: () => true })
  let isRead = false
  const sender = share.take(kibibyte)?.then(() => {
    isRead = true
  })
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  assert.equal(isRead, false)
  pause = undefined
  post.resolve()
  await sender
  assert.equal(isRead, true)
})

test('[FILE17] while people talk, uploads leave more time than they take, and get on', async () => {
  const share = createShare({ pause: () => undefined, isLively: () => true })
  let taken = 0
  const end = performance.now() + 300
  const senders = Array.from({ length: 20 }, async () => {
    while (performance.now() < end) {
      taken += 64 * kibibyte
      await share.take(64 * kibibyte)
    }
  })
  await Promise.all(senders)
  // At most a hundred turns, of which the first one is not waited for.
  assert.ok(taken <= 102 * 256 * kibibyte, `${taken} bytes`)
  assert.ok(taken >= 4 * 256 * kibibyte, `${taken} bytes`)
})
