/** What this process knows of the uploads that it takes part in, on one of several nodes perhaps. Nothing is lost with it. */
import { createHash, type Hash } from 'node:crypto'
import { ChatterError } from '@chatter/shared/errors.ts'
import { alone, type Nodes } from '../../lib/nodes.ts'

type Known = {
  /** Over the bytes so far, and how many they are. */
  hash: Hash
  hashed: number
}

/** The right to be the one who works on an upload. */
export type Turn = {
  /** Asks who works on it to make room, and says why. */
  onWanted: (stop: (reason: ChatterError) => void) => void
  end: () => void
}

export type Live = {
  /** A hash of an upload over its first `count` bytes, to go on with. Undefined when this process has not seen all of them. */
  hashOf: (id: string, count: number) => Hash | undefined
  /** Notes a hash, and how many bytes it is over: all of them have to be stored. */
  noteHashed: (id: string, hash: Hash, count: number) => void
  forget: (id: string) => void
  /** Waits until nobody works on the upload, whoever does being asked to stop. */
  takeTurn: (id: string) => Promise<Turn>
  isBusy: (id: string) => boolean
  /** Asks everybody who works on an upload to stop, because the server closes. */
  stopAll: () => void
}

type Work = {
  stop?: (reason: ChatterError) => void
  wanted?: ChatterError
  ended: Promise<void>
  /** It has the turn among all nodes, and does not wait for it. */
  isOurs?: boolean
}

/** A hash takes some hundred bytes. Whose is forgotten is read again once it is whole. */
const mostKnown = 10_000

/** @param nodes on which others may work on the same uploads */
export function createLive(nodes: Nodes = alone): Live {
  const known = new Map<string, Known>()
  const working = new Map<string, Work>()

  function want(work: Work, reason: ChatterError) {
    work.wanted = reason
    work.stop?.(reason)
  }

  nodes.on('upload:wanted', ({ id }) => {
    const work = working.get(id)
    if (work?.isOurs) want(work, takenOver())
  })

  return {
    hashOf(id, count) {
      const entry = known.get(id)
      if (entry?.hashed === count) return entry.hash.copy()
      // It is over bytes that never were stored: what comes in their place may be others.
      known.delete(id)
      return count === 0 ? createHash('sha256') : undefined
    },
    noteHashed(id, hash, count) {
      known.delete(id)
      known.set(id, { hash, hashed: count })
      if (known.size > mostKnown) known.delete(known.keys().next().value!)
    },
    forget: id => void known.delete(id),
    isBusy: id => working.has(id),
    stopAll() {
      for (const work of working.values()) want(work, closing())
    },
    async takeTurn(id) {
      for (let other = working.get(id); other; other = working.get(id)) {
        want(other, takenOver())
        await other.ended
      }
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      const own: Work = { ended }
      working.set(id, own)
      const release = await nodes.hold(`upload:${id}`, () => nodes.tell('upload:wanted', { id }))
      own.isOurs = true
      return {
        onWanted(stop) {
          own.stop = stop
          if (own.wanted) stop(own.wanted)
        },
        end() {
          release()
          working.delete(id)
          resolve()
        },
      }
    },
  }
}

function takenOver(): ChatterError {
  return new ChatterError('conflict', 'Another request goes on with this upload.')
}

function closing(): ChatterError {
  return new ChatterError('unavailable', 'The server is closing. Try again in a moment.', { retryAfter: 5 })
}
