import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldUntilHeard } from './held.ts'

test('[BRI5] what is told before anybody listens waits for the first listener, once', () => {
  const heard: unknown[] = []
  const destinations = heldUntilHeard()
  destinations.tell('early')
  destinations.tell('later')
  const stop = destinations.hear(signal => heard.push(signal))
  destinations.hear(signal => heard.push(`second ${signal}`))
  assert.deepEqual(heard, ['later'])
  stop()
  destinations.tell('last')
  assert.deepEqual(heard, ['later', 'second last'])
})
