import { ChatterError } from '@chatter/shared/errors.ts'

/** Runs work when it is its turn. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * At most `atOnce` pieces of work run at a time, the next `waiting` wait in line.
 * @returns a function that throws ChatterError `unavailable` when the line is full
 */
export function createTurns(atOnce: number, waiting: number): Turns {
  const line: (() => void)[] = []
  let running = 0

  return async work => {
    if (running >= atOnce) {
      if (line.length >= waiting)
        throw new ChatterError('unavailable', 'The server is busy. Try again in a moment.', { retryAfter: 5 })
      await new Promise<void>(resolve => line.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running--
    }
  }
}
