import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareWords, sizeWords, speedWords } from './sizes.ts'

test('sizes are written as people say them', () => {
  const sizes: [number, string][] = [
    [0, '0 B'],
    [820, '820 B'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [3_440, '3.4 kB'],
    [12_345_678, '12 MB'],
    [2_147_483_648, '2.1 GB'],
  ]
  for (const [bytes, words] of sizes) assert.equal(sizeWords(bytes, 'en'), words)
  assert.equal(sizeWords(12_345_678, 'ko'), '12MB')
  assert.equal(sizeWords(32, 'ko'), '32B')
  assert.equal(speedWords(820, 'en'), '820 B/s')
  assert.equal(speedWords(1_200_000, 'en'), '1.2 MB/s')
})

test('a share of nothing is none', () => {
  assert.equal(shareWords(2, 5, 'en'), '40%')
  assert.equal(shareWords(0, 0, 'en'), '0%')
})
