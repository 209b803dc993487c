import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveBack } from './give-back.ts'

test('bytes with memory of their own are empty afterwards, and giving back twice ends well', () => {
  const own = Buffer.from(new ArrayBuffer(64 * 1024))
  giveBack(own)
  assert.equal(own.length, 0)
  giveBack(own)
})

test('bytes that share their memory stay', () => {
  const whole = Buffer.from(new ArrayBuffer(8)).fill(7)
  giveBack(whole.subarray(0, 4))
  assert.deepEqual(whole, Buffer.alloc(8, 7))
  const pooled = Buffer.from('words')
  giveBack(pooled)
  assert.equal(pooled.toString(), 'words')
})
