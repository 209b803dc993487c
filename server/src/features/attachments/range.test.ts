import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKnown, parseRange } from './range.ts'

const file = { size: 1_000, etag: '"abc"' }
const read = (range?: string, ifRange?: string) => parseRange(range, ifRange, file)

test('[FILE27] one range is a part, from its first to its last byte, or the end', () => {
  assert.deepEqual(read('bytes=0-0'), { start: 0, end: 1 })
  assert.deepEqual(read('bytes=10-19'), { start: 10, end: 20 })
  assert.deepEqual(read('Bytes= 999-'), { start: 999, end: 1_000 })
  assert.deepEqual(read('bytes=990-99999'), { start: 990, end: 1_000 })
  assert.deepEqual(read('bytes=-1'), { start: 999, end: 1_000 })
  assert.deepEqual(read('bytes=-99999'), { start: 0, end: 1_000 })
})

test('[FILE27] numbers may be longer than any file', () => {
  for (const digits of [16, 20, 400]) {
    const long = '9'.repeat(digits)
    assert.deepEqual(read(`bytes=10-${long}`), { start: 10, end: 1_000 })
    assert.deepEqual(read(`bytes=-${long}`), { start: 0, end: 1_000 })
    assert.equal(read(`bytes=${long}-`), 'none')
  }
  assert.deepEqual(read(`bytes=${'0'.repeat(20)}5-9`), { start: 5, end: 10 })
})

test('[FILE27] what lies beyond the end is nothing', () => {
  for (const range of ['bytes=1000-', 'bytes=1000-2000', 'bytes=999999999999999-', 'bytes=-0', 'bytes=-000'])
    assert.equal(read(range), 'none', range)
})

test('[FILE27] several ranges, and what is none, are the whole', () => {
  for (const range of [
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=0-1,3-4',
    'bytes=0-,0-,0-,0-',
    'bytes=a-b',
    'bytes=0x1-0x2',
    'bytes=1e2-',
    'bytes=--5',
    'bytes=+1-2',
    'bytes=1.5-2',
    'items=0-1',
    `bytes=${'0-1,'.repeat(5_000)}`,
  ])
    assert.equal(read(range), 'whole', `${range}`)
  assert.equal(parseRange('bytes=0-', undefined, { ...file, size: 0 }), 'whole')
})

test('[FILE27] a part of another content is never wanted', () => {
  assert.deepEqual(read('bytes=0-0', '"abc"'), { start: 0, end: 1 })
  for (const tag of ['"other"', 'W/"abc"', 'abc', 'Sun, 22 Nov 2026 07:00:00 GMT', ''])
    assert.equal(read('bytes=0-0', tag), 'whole', tag)
})

test('[FILE27] what is known already is told by its tag', () => {
  for (const tag of ['"abc"', 'W/"abc"', '"x", "abc"', '*']) assert.ok(isKnown(tag, '"abc"'), tag)
  for (const tag of [undefined, '', '"x"', 'abc']) assert.ok(!isKnown(tag, '"abc"'), `${tag}`)
})
