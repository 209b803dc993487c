/** The rest that what is sent again and again takes after a failure: the longer, the more of them come in a row. */
import type { ChatterError } from '@chatter/shared/errors.ts'
import { backoff } from '../connection/backoff.ts'

type RestOptions = {
  random: () => number
  /** It was long enough. */
  onEnd: () => void
}

export function createRest({ random, onEnd }: RestOptions) {
  let failuresInARow = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function end() {
    clearTimeout(timer)
    timer = undefined
    onEnd()
  }

  return {
    isOn: () => timer !== undefined,
    /** At least as long as the server asks for. */
    begin({ retryAfter = 0 }: ChatterError) {
      clearTimeout(timer)
      timer = setTimeout(end, Math.max(backoff(failuresInARow++, random()), retryAfter * 1000))
    },
    /** Something arrived: the next rest is a short one. */
    reset() {
      failuresInARow = 0
    },
    /** There is a new connection: what was before says nothing any more. */
    wake() {
      failuresInARow = 0
      end()
    },
    stop: () => clearTimeout(timer),
  }
}
