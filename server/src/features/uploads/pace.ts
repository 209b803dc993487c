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
  let before = request.socket.bytesRead
  let isHeld = false

  const timer = setInterval(() => {
    const { bytesRead } = request.socket
    if (request.complete) return clearInterval(timer)
    if (!isHeld && bytesRead - before < least) {
      clearInterval(timer)
      slow.abort(
        new ChatterError('upload_broken', `The upload was too slow: less than 16 KiB came in ${seconds} s.`),
      )
    }
    before = bytesRead
  }, seconds * 1_000).unref()
  request.once('close', () => clearInterval(timer))

  return {
    signal: slow.signal,
    hold: () => {
      isHeld = true
    },
    release: () => {
      isHeld = false
      before = request.socket.bytesRead
    },
    stop: () => clearInterval(timer),
  }
}
