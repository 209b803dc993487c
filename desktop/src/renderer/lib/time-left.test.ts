import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timeLeft } from './time-left.ts'

test('[FILE44] the time that is left is told in steps that do not flicker, in both languages', () => {
  assert.deepEqual(
    [0.2, 7.4, 22, 61, 3_599, 3_600, 4_750].map(seconds => timeLeft(seconds, 'en')),
    ['1 sec', '8 sec', '25 sec', '2 min', '1 hr', '1 hr', '1 hr 20 min'],
  )
  assert.equal(timeLeft(61, 'ko'), '2분')
})
