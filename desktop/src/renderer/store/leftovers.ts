/**
 * What the server has of files that nobody sends any more. It is told to remove them, again and again until it has decided, also
 * after this app was started anew; what it never hears of, it gives up after a day.
 */
import { ChatterError } from '@chatter/shared/errors.ts'
import { isRefusal } from '../connection/api.ts'
import { createRest } from './rest.ts'
import type { Leftover, Writing } from './writing.ts'

/** The server's own failures in a row, until it is left alone for a while: until there is a new connection, or something new. */
const mostInternalFailures = 5

export type LeftoversOptions = {
  /** Tells the server. Rejects with a `ChatterError`. */
  end: (leftover: Leftover) => Promise<unknown>
  isReady: () => boolean
  writing: () => Writing | undefined
  random: () => number
}

export type Leftovers = ReturnType<typeof createLeftovers>

export function createLeftovers({ end, isReady, writing, random }: LeftoversOptions) {
  const left = new Map<string, Leftover>()
  const rest = createRest({ random, onEnd: () => void sweep() })
  let isSweeping = false
  let internalFailures = 0

  async function sweep() {
    if (isSweeping) return
    isSweeping = true
    for (const leftover of left.values()) {
      if (!isReady() || rest.isOn()) break
      const failure = await end(leftover).then(() => undefined, asFailure)
      if (failure && isPassing(failure)) {
        if (failure.code === 'internal') internalFailures++
        if (isReady() && !isRefusal(failure) && internalFailures < mostInternalFailures) rest.begin(failure)
        break
      }
      internalFailures = 0
      left.delete(leftover.id)
      void writing()?.removeLeftover(leftover.id)
      rest.reset()
    }
    isSweeping = false
  }

  return {
    restore(leftovers: readonly Leftover[]) {
      for (const leftover of leftovers) left.set(leftover.id, leftover)
    },
    add(leftover: Leftover) {
      left.set(leftover.id, leftover)
      void writing()?.putLeftover(leftover)
      void sweep()
    },
    /** There is a new connection. */
    resume: rest.wake,
    stop: rest.stop,
  }
}

/** Whether the server may do it another time. Whatever else it refuses, it has not, or not for us. */
function isPassing(failure: ChatterError): boolean {
  return ['unavailable', 'rate_limited', 'internal'].includes(failure.code) || isRefusal(failure)
}

function asFailure(error: unknown): ChatterError {
  if (error instanceof ChatterError) return error
  throw error
}
