/** Offers files to the other person of a direct room, and brings them to the first of their apps that takes them. */
import { v7 } from 'uuid'
import { sendBytes } from '../connection/direct/bytes.ts'
import { LineBroken } from '../connection/direct/line.ts'
import { type Connect, offerPeer } from '../connection/direct/peer.ts'
import type { OfferedFile, Signalled } from '../connection/direct/signals.ts'
import type { From, Say } from './direct.peers.ts'

/** So long for an answer, and so long again for a way: apps in reach of each other need far less. In milliseconds. */
export const findingTime = 4_000
/** One of their apps does not want it: so long another one may still take it. */
const secondChance = 600

export type Offer = {
  roomId: number
  file: OfferedFile
  blob: Blob
  signal: AbortSignal
  /** Called before the other person's apps hear of it. */
  onOffered: () => void
  /** @param sent bytes that are on the receiver's disk */
  onProgress: (sent: number) => void
  /** Who asked for it, and with which question. */
  wish?: { peerId: string; wish: string }
}

type Answer = { sdp: string; peerId: string }

/** An offer that waits for its answer, or goes on with it. */
type Asked = {
  roomId: number
  answer: (answer: Answer | undefined) => void
  /** The app that took it. */
  takenBy?: string
  wasWished: boolean
  /** Ends it as one that is not wanted. */
  end: () => void
}

/** `unfound`: no way to their apps was found in time. `declined`: they do not want it. `broken`: it did not end well. */
export type Outcome = 'whole' | 'unfound' | 'declined' | 'broken'

export type Offers = ReturnType<typeof createOffers>

export function createOffers({ say, connect }: { say: Say; connect: Connect }) {
  const asked = new Map<string, Asked>()

  /** Resolves with what became of it. Rejects when it is not to be sent any more. */
  async function offer(offered: Offer): Promise<Outcome> {
    const { roomId, file, blob, signal, onOffered, onProgress, wish } = offered
    const transferId = v7()
    const peer = await offerPeer(connect).catch(() => undefined)
    if (!peer) return 'broken'
    let isFound = false
    let isEnded = false
    const stop = () => peer.close()
    const end = () => {
      isEnded = true
      stop()
    }
    signal.addEventListener('abort', stop)
    try {
      const { promise: answered, resolve: answer } = Promise.withResolvers<Answer | undefined>()
      const question: Asked = { roomId, answer, wasWished: wish !== undefined, end }
      asked.set(transferId, question)
      const words = {
        is: 'offer',
        transferId,
        file,
        sdp: peer.sdp,
        ...(wish && { wish: wish.wish }),
      } as const
      if (signal.aborted) return 'broken'
      onOffered()
      if (!(await say(roomId, words, wish?.peerId))) return 'broken'
      const taken = await within(findingTime, Promise.race([answered, peer.opened.then(() => undefined)]))
      if (!taken) return 'declined'
      question.takenBy = taken.peerId
      await peer.accept(taken.sdp)
      if (!wish) void say(roomId, { is: 'taken', transferId, by: taken.peerId })
      const line = await within(findingTime, peer.opened)
      isFound = true
      await sendBytes({ line, blob, onProgress })
      return 'whole'
    } catch (error) {
      if (!(error instanceof LineBroken)) console.warn('A file did not go directly.', error)
      if (isEnded) return 'declined'
      return isFound ? 'broken' : 'unfound'
    } finally {
      asked.delete(transferId)
      signal.removeEventListener('abort', stop)
      peer.close()
      signal.throwIfAborted()
    }
  }

  return {
    offer,
    answered({ transferId, sdp }: Signalled<'answer'>, from: From) {
      const question = asked.get(transferId)
      if (question?.roomId !== from.roomId) return
      question.answer({ sdp, peerId: from.peerId })
    },
    declined({ transferId }: Signalled<'decline'>, from: From) {
      const question = asked.get(transferId)
      if (question?.roomId !== from.roomId) return
      if (question.takenBy === from.peerId) question.end()
      else setTimeout(question.answer, secondChance, undefined)
    },
    /** Those that nobody asked for go on by the server. */
    endAll() {
      for (const { end, wasWished } of asked.values()) if (!wasWished) end()
    },
  }
}

/** @throws LineBroken when it takes longer */
export function within<Result>(time: number, found: Promise<Result>): Promise<Result> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new LineBroken('No way was found in time.')), time)
  const inTime = Promise.race([found, tooLong]).finally(() => clearTimeout(timer))
  // It is waited for later, and may have failed before.
  inTime.catch(() => {})
  return inTime
}
