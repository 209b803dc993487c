import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBuckets } from './buckets.ts'

test('[LIM5] a bucket lets a burst through, then as much as flows in', () => {
  const buckets = createBuckets(60, 10_000)
  for (let count = 0; count < 10; count++) assert.equal(buckets.take('ada', 0), 0)
  assert.equal(buckets.take('ada', 0), 1)
  assert.equal(buckets.take('ada', 400), 0.6)
  assert.equal(buckets.take('ada', 1_000), 0)
  assert.equal(buckets.take('ada', 1_000), 1)
  assert.equal(buckets.take('grace', 1_000), 0)
})

test('[LIM5] who waits as long as told gets through, and a clock that goes back takes nothing away', () => {
  const buckets = createBuckets(6, 10_000)
  assert.equal(buckets.take('ada', 1_000), 0)
  const wait = buckets.take('ada', 1_000)
  assert.equal(buckets.take('ada', 1_000 + wait * 1_000), 0)
  assert.equal(buckets.take('ada', 0), 10)
})

test('no limit is no limit', () => {
  const buckets = createBuckets(0, 10_000)
  for (let count = 0; count < 10_000; count++) assert.equal(buckets.take('ada', 0), 0)
})

test('[NODE5] what was taken elsewhere has to flow in again, even where it was more than there is', () => {
  const buckets = createBuckets(60, 10_000)
  buckets.spend('ada', 9, 0)
  assert.equal(buckets.take('ada', 0), 0)
  assert.equal(buckets.take('ada', 0), 1)
  buckets.spend('ada', 4, 0)
  assert.equal(buckets.take('ada', 0), 5)
  buckets.spend('ada', 1_000, 0)
  assert.equal(buckets.take('ada', 0), 11, 'but no longer than a burst')
  assert.equal(buckets.take('ada', 11_000), 0)
})
