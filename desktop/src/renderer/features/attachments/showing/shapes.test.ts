import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameOf, needsWhole, rowsOf } from './shapes.ts'

test('[FILE57] a picture keeps its proportions within what a post gives it', () => {
  assert.deepEqual(frameOf({ width: 4_000, height: 3_000 }), { width: 420, height: 315 })
  assert.deepEqual(frameOf({ width: 1_000, height: 4_000 }), { width: 96, height: 320 })
  assert.deepEqual(frameOf({ width: 200, height: 150 }), { width: 200, height: 150 })
  assert.deepEqual(frameOf({ width: 1, height: 1 }), { width: 96, height: 64 })
  assert.deepEqual(frameOf({ width: 100_000, height: 10 }), { width: 420, height: 64 })
  assert.deepEqual(frameOf({}), { width: 280, height: 180 })
})

test('[FILE58] every picture of a gallery has its place', () => {
  for (let count = 1; count <= 9; count++)
    assert.equal(
      rowsOf(count).reduce((a, b) => a + b),
      count,
    )
  assert.deepEqual([2, 3, 4, 5, 6, 7, 8].map(rowsOf), [
    [2],
    [3],
    [2, 2],
    [2, 3],
    [3, 3],
    [2, 2, 3],
    [2, 3, 3],
  ])
  assert.deepEqual(rowsOf(20), [3, 3, 3])
})

test('[FILE57] the whole picture comes only where its thumbnail is too small', () => {
  const photo = { type: 'image/jpeg', size: 5_000_000, hasThumbnail: true as const }
  const frame = { width: 420, height: 315 }
  assert.equal(needsWhole(photo, frame, 1, 640), false)
  assert.equal(needsWhole(photo, frame, 2, 640), true)
  assert.equal(needsWhole({ type: 'image/jpeg', size: 9 }, frame, 1, 640), true)
  assert.equal(needsWhole({ ...photo, type: 'image/gif' }, frame, 1, 640), true)
})
