import type { Talk } from '../../lib/talk.ts'

/**
 * Uploads leave time for everything else: together they take so many bytes in one turn of the event loop, and none while a post
 * is being written. Without that, twenty fast senders are read for a tenth of a second before the next message is.
 */
export type Share = {
  /** Counts bytes that were taken. Returns what to wait for before the next ones, when that was enough for this turn. */
  take: (bytes: number) => Promise<void> | undefined
}

/** Bytes in one turn: taking and hashing them is a fraction of a millisecond. */
const perTurn = 256 * 1024

/** While people talk, a turn lasts at least this long, in milliseconds: then uploads bring 85 MB a second together, and the rest is theirs. */
const livelyTurn = 3

/** A sender that has waited brings about this much at once. */
const perSender = 64 * 1024

export function createShare(talk: Pick<Talk, 'pause' | 'isLively'>): Share {
  const waiting: (() => void)[] = []
  let left = perTurn
  let isScheduled = false

  function schedule() {
    if (isScheduled) return
    isScheduled = true
    if (talk.isLively()) setTimeout(begin, livelyTurn)
    else setImmediate(begin)
  }

  function begin() {
    const pause = talk.pause()
    if (pause) pause.then(open)
    else open()
  }

  function open() {
    isScheduled = false
    left = perTurn
    for (const resume of waiting.splice(0, perTurn / perSender)) resume()
    if (waiting.length > 0) schedule()
  }

  return {
    take(bytes) {
      left -= bytes
      schedule()
      if (left > 0 && waiting.length === 0 && !talk.pause()) return undefined
      return new Promise(resolve => waiting.push(resolve))
    },
  }
}
