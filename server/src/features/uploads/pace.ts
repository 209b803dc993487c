/** Senders that let a connection drip, so that it and what waits behind it stay open for ever. */
import type { IncomingMessage } from 'node:http'
import { ChatterError } from '@chatter/shared/errors.ts'

/** What has to come in the time that a sender is given, in bytes. */
const least = 16 * 1024

export type Pace = {
  /** Aborted, with the error that says why, when too little comes. */
  readonly signal: AbortSignal
  /** From here on it is us whom the sender waits for. */
  hold: () => void
  release: () => void
  stop: () => void
}

/** @param seconds in which a request has to bring 16 KiB, or its end */
export function watchPace(request: IncomingMessage, seconds: number): Pace {
  const slow = new AbortController()
  const interval = seconds * 1_000
  let before = request.socket.bytesRead
  let heldSince: number | undefined
  let held = 0

  /** How long the sender waited for us since this was asked last, in milliseconds. */
  function takeHeld(): number {
    const now = performance.now()
    const time = held + (heldSince === undefined ? 0 : now - heldSince)
    held = 0
    if (heldSince !== undefined) heldSince = now
    return time
  }

  const timer = setInterval(() => {
    const { bytesRead } = request.socket
    if (request.complete) return clearInterval(timer)
    // Who had less than half of the time brings what they can in the next.
    if (takeHeld() < interval / 2 && bytesRead - before < least) {
      clearInterval(timer)
      slow.abort(
        new ChatterError('upload_broken', `The upload was too slow: less than 16 KiB came in ${seconds} s.`),
      )
    }
    before = bytesRead
  }, interval).unref()
  request.once('close', () => clearInterval(timer))

  return {
    signal: slow.signal,
    hold: () => {
      heldSince ??= performance.now()
    },
    release: () => {
      if (heldSince !== undefined) held += performance.now() - heldSince
      heldSince = undefined
    },
    stop: () => clearInterval(timer),
  }
}
