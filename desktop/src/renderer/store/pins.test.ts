import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { ada, post } from '../../../test/news.ts'
import { foldPins } from './pins.ts'

const at = (seq: number, rev: number, pinnedAt?: number): Message => ({
  ...post(1, seq, ada),
  rev,
  ...(pinnedAt && { pinned: { by: ada, at: pinnedAt } }),
})
const seqs = (pins: readonly Message[]) => pins.map(({ seq }) => seq)

test('[PIN4] what was pinned last comes first, and what is not pinned any more goes', () => {
  const pins = [at(5, 8, 80), at(2, 7, 70)]
  assert.deepEqual(seqs(foldPins(pins, 1, [at(1, 9, 90)])), [1, 5, 2])
  assert.deepEqual(seqs(foldPins(pins, 1, [at(5, 9)])), [2])
})

test('[PIN4] what is older than the list, of another room, or told twice changes nothing', () => {
  const pins = [at(5, 8, 80)]
  const elsewhere = { ...at(6, 9, 90), roomId: 2 }
  assert.equal(foldPins(pins, 1, [at(5, 7), at(5, 8, 80), elsewhere, at(7, 9)]), pins)
})
