import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type TestContext, test } from 'node:test'
import { watchPace } from './pace.ts'

/** A request, as far as its pace is watched, and the clock. */
function watched(context: TestContext) {
  context.mock.timers.enable({ apis: ['setInterval'] })
  const request = Object.assign(new EventEmitter(), { socket: { bytesRead: 0 }, complete: false })
  return { request, pace: watchPace(request as unknown as IncomingMessage, 30) }
}

test('[FILE10] a fast sender who waited for us a moment before is not slow', context => {
  const { request, pace } = watched(context)
  request.socket.bytesRead += 1_000_000
  pace.hold()
  pace.release()
  context.mock.timers.tick(30_000)
  assert.equal(pace.signal.aborted, false)
})

test('[FILE10] waits of a moment save nobody who lets bytes drip', context => {
  const { request, pace } = watched(context)
  for (let count = 0; count < 100; count++) {
    request.socket.bytesRead++
    pace.hold()
    pace.release()
  }
  context.mock.timers.tick(30_000)
  assert.match(String(pace.signal.reason), /too slow/)
})
