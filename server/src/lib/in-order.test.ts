import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createInOrder } from './in-order.ts'

function listen(patience: number) {
  const inOrder = createInOrder(patience)
  const heard: string[] = []
  return {
    heard,
    expect: inOrder.expect,
    say: (key: number, first: number, last = first) =>
      inOrder.say(key, first, last, () => heard.push(`${key}:${first}-${last}`)),
  }
}

test('[MSG13] what continues is said at once, what comes early after what it follows', () => {
  const { say, heard } = listen(10_000)
  say(1, 5)
  say(1, 9, 10)
  say(1, 8)
  say(2, 1)
  say(1, 6, 7)
  say(1, 11)
  assert.deepEqual(heard, ['1:5-5', '2:1-1', '1:6-7', '1:8-8', '1:9-10', '1:11-11'])
})

test('[MSG13] what never comes is not waited for longer than a moment', async () => {
  const { say, heard } = listen(20)
  say(1, 1)
  say(1, 4)
  say(1, 3)
  assert.deepEqual(heard, ['1:1-1'])
  await pause(60)
  assert.deepEqual(heard, ['1:1-1', '1:3-3', '1:4-4'])
  say(1, 2)
  say(1, 5)
  assert.deepEqual(heard.slice(3), ['1:2-2', '1:5-5'])
})

test('[MSG13] what will come for certain is waited for', async () => {
  const { say, heard, expect } = listen(10)
  const [one, other] = [expect(1), expect(1)]
  say(1, 1)
  say(1, 3)
  one()
  await pause(50)
  assert.deepEqual(heard, ['1:1-1'])
  say(1, 2)
  other()
  assert.deepEqual(heard, ['1:1-1', '1:2-2', '1:3-3'])
  say(1, 5)
  await pause(50)
  assert.deepEqual(heard.at(-1), '1:5-5')
})
