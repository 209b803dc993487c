import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeWindow, smallestSize } from './window-bounds.ts'

const screen = { x: 0, y: 24, width: 1600, height: 976 }
const left = { x: -1280, y: 0, width: 1280, height: 800 }
const place = { x: 100, y: 90, width: 900, height: 700, maximized: false }

test('a window opens where it was, also on another screen and maximised', () => {
  assert.deepEqual(placeWindow(place, [screen]), place)
  const elsewhere = { ...place, x: -1200, y: 10, maximized: true }
  assert.deepEqual(placeWindow(elsewhere, [screen, left]), elsewhere)
})

test('a window whose screen is gone is centred, and keeps its size', () => {
  assert.deepEqual(placeWindow({ ...place, x: -1200 }, [screen]), {
    width: 900,
    height: 700,
    maximized: false,
  })
  assert.deepEqual(placeWindow({ ...place, y: 990 }, [screen]), { width: 900, height: 700, maximized: false })
  assert.deepEqual(placeWindow({ ...place, y: -60 }, [screen]), { width: 900, height: 700, maximized: false })
})

test('a window is never larger than its screen nor smaller than it can be used', () => {
  const { width, height } = placeWindow({ ...place, width: 4000, height: 10 }, [screen])
  assert.deepEqual({ width, height }, { width: 1600, height: smallestSize.height })
})

test('what cannot be understood is forgotten', () => {
  const usual = placeWindow(undefined, [screen])
  for (const broken of [
    null,
    7,
    'x',
    {},
    { ...place, x: 'left' },
    { ...place, width: 1.5 },
    { ...place, maximized: 1 },
  ])
    assert.deepEqual(placeWindow(broken, [screen]), usual)
  assert.equal(usual.maximized, false)
  assert.ok(usual.width >= smallestSize.width && !('x' in usual))
})
