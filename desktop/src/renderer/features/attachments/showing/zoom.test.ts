import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit, fitted, pan, zoomTo } from './zoom.ts'

const stage = { width: 1_000, height: 600 }
const picture = { width: 800, height: 600 }

test('[FILE58] what is under the pointer stays there while the picture grows', () => {
  const zoom = zoomTo(fitted, 2, picture, stage, { x: 100, y: 50 })
  assert.deepEqual(zoom, { scale: 2, x: -100, y: -50 })
  // The point was 100 beside the middle of the picture, and is 200 beside it now, at the same place of the window.
  assert.equal((100 - zoom.x) / zoom.scale, 100)
})

test('[FILE58] a picture is neither smaller than fitted, nor lost beyond the edge', () => {
  assert.deepEqual(zoomTo({ scale: 2, x: 100, y: 50 }, 0.3, picture, stage), fitted)
  assert.equal(zoomTo(fitted, 99, picture, stage).scale, 12)
  assert.deepEqual(pan({ scale: 2, x: 0, y: 0 }, { x: 9_999, y: -9_999 }, picture, stage), {
    scale: 2,
    x: 300,
    y: -300,
  })
  assert.deepEqual(pan(fitted, { x: 50, y: 50 }, picture, stage), fitted)
})

test('[FILE58] small pictures are not blown up, large ones fit', () => {
  assert.deepEqual(fit({ width: 40, height: 30 }, stage), { width: 40, height: 30 })
  assert.deepEqual(fit({ width: 4_000, height: 3_000 }, stage), { width: 800, height: 600 })
})
