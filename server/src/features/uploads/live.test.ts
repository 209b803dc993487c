import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createLive } from './live.ts'

test('[FILE7] a hash goes on where it stopped', () => {
  const live = createLive()
  live.noteHashed('a', createHash('sha256').update('seen'), 4)
  assert.equal(live.hashOf('a', 4)?.digest('hex'), createHash('sha256').update('seen').digest('hex'))
})

test('[FILE7] who goes on with a hash, and stores nothing, leaves it as it was', () => {
  const live = createLive()
  live.noteHashed('a', createHash('sha256').update('seen'), 4)
  live.hashOf('a', 4)!.update('lost')
  assert.equal(live.hashOf('a', 4)?.digest('hex'), createHash('sha256').update('seen').digest('hex'))
})

test('[FILE7] a hash over bytes that were not stored counts for nothing, also when others came in their place', () => {
  for (const stored of [0, 2]) {
    const live = createLive()
    live.noteHashed('a', createHash('sha256').update('seen'), 4)
    live.hashOf('a', stored)
    assert.equal(live.hashOf('a', 4), undefined)
  }
})
