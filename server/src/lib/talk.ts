/**
 * What people say comes before everything else: whatever moves many bytes asks here before each piece, and waits while posts
 * are being written. It never waits long, so that it gets on where somebody is always writing.
 */
export type Talk = {
  /** Counts as talk until the work is settled. */
  follow: (work: Promise<unknown>) => void
  /** What to wait for before the next piece, 25 ms at most. Undefined while nobody writes. */
  pause: () => Promise<void> | undefined
  /** Whether somebody wrote within the last two seconds: then pieces had better be small. */
  isLively: () => boolean
}

/** In milliseconds: several times what a group of posts takes to be written and told. */
const longestPause = 25

/** In milliseconds. */
const lively = 2_000

/** @param now milliseconds of a clock that only goes forward */
export function createTalk(now: () => number = () => performance.now()): Talk {
  let writing = 0
  let endedAt = Number.NEGATIVE_INFINITY
  let pausing: { promise: Promise<void>; end: () => void } | undefined

  function settle() {
    writing--
    endedAt = now()
    if (writing === 0) pausing?.end()
  }

  /** One for all who wait. */
  function startPause() {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(() => end(), longestPause)
    function end() {
      clearTimeout(timer)
      pausing = undefined
      resolve()
    }
    pausing = { promise, end }
    return promise
  }

  return {
    follow(work) {
      writing++
      work.then(settle, settle)
    },
    pause: () => (writing === 0 ? undefined : (pausing?.promise ?? startPause())),
    isLively: () => writing > 0 || now() - endedAt < lively,
  }
}
