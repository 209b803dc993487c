import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { windowColors } from './window-colors.ts'

test('the window has the colours of the page before the page is there', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../renderer/ui/tokens.css'), 'utf8')
  const canvases = [...tokens.matchAll(/--canvas:\s*(#[0-9a-f]{6})/g)].map(([, color]) => color)
  const [light, ...dark] = canvases
  assert.equal(light, windowColors.light)
  assert.deepEqual(new Set(dark), new Set([windowColors.dark]))
})
