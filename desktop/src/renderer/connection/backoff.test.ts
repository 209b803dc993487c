import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoff } from './backoff.ts'

test('pauses grow from half a second to fifteen, and half of each is chance', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 50].map(tries => backoff(tries, 1)),
    [500, 1000, 2000, 4000, 8000, 15000, 15000],
  )
  assert.deepEqual(
    [0, 5].map(tries => backoff(tries, 0)),
    [250, 7500],
  )
})
