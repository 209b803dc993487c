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
  /**
   * What to wait for before work that cannot be cut into pieces: the moment after a post, when the next one is the least likely.
   * It comes after `longest` milliseconds at the latest. Undefined while nobody talks.
   */
  lull: (longest: number) => Promise<void> | undefined
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
  let waiting: (() => void)[] = []

  function settle() {
    writing--
    endedAt = now()
    if (writing > 0) return
    pausing?.end()
    for (const end of waiting) end()
    waiting = []
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

  const isLively = () => writing > 0 || now() - endedAt < lively

  return {
    follow(work) {
      writing++
      work.then(settle, settle)
    },
    pause: () => (writing === 0 ? undefined : (pausing?.promise ?? startPause())),
    isLively,
    lull(longest) {
      if (!isLively()) return undefined
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, longest)
      waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
      return promise
    },
  }
}
