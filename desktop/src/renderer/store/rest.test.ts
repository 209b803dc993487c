import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import { backoffLimits } from '../connection/backoff.ts'
import { createRest } from './rest.ts'

const unavailable = new ChatterError('unavailable', 'Nobody is there.')

function start({ mock: { timers } }: TestContext) {
  timers.enable({ apis: ['setTimeout'] })
  let ended = 0
  const rest = createRest({ random: () => 1, onEnd: () => ended++ })
  /** How long it lasts, in steps of the shortest. */
  const steps = () => {
    let steps = 0
    for (; rest.isOn(); steps++) timers.tick(backoffLimits.first)
    return steps
  }
  return { rest, steps, ended: () => ended }
}

test('A rest ends by itself, and is longer after each failure in a row', t => {
  const { rest, steps, ended } = start(t)
  assert.equal(rest.isOn(), false)
  rest.begin(unavailable)
  assert.equal(steps(), 1)
  rest.begin(unavailable)
  assert.equal(steps(), 2)
  assert.equal(ended(), 2)
  rest.reset()
  rest.begin(unavailable)
  assert.equal(steps(), 1)
})

test('A rest lasts as long as the server asks for', t => {
  const { rest, steps } = start(t)
  rest.begin(new ChatterError('rate_limited', 'Too many.', { retryAfter: 7 }))
  assert.equal(steps(), 14)
})

test('What is woken rests no longer, and is not woken twice', t => {
  const { rest, steps, ended } = start(t)
  rest.begin(unavailable)
  rest.begin(unavailable)
  rest.wake()
  assert.equal(rest.isOn(), false)
  assert.equal(ended(), 1)
  t.mock.timers.tick(backoffLimits.longest)
  assert.equal(ended(), 1)
  rest.begin(unavailable)
  assert.equal(steps(), 1)
})
