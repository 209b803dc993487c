/** Offers files to the other person of a direct room, and brings them to the first of their apps that takes them. */
import { v7 } from 'uuid'
import { sendBytes } from '../connection/direct/bytes.ts'
import { type Line, LineBroken } from '../connection/direct/line.ts'
import { type Connect, offerPeer } from '../connection/direct/peer.ts'
import type { OfferedFile, Signalled } from '../connection/direct/signals.ts'
import type { From, Say } from './direct.peers.ts'

/** After this long without a way, the server is the quicker one. In milliseconds. */
export const findingTime = 12_000
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

/** An offer that waits for its answer. */
type Asked = { roomId: number; answer: (answer: { sdp: string; peerId: string } | undefined) => void }

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
    const stop = () => peer.close()
    signal.addEventListener('abort', stop)
    try {
      const { promise: answered, resolve: answer } = Promise.withResolvers<
        { sdp: string; peerId: string } | undefined
      >()
      asked.set(transferId, { roomId, answer })
      const line = within(findingTime, peer.opened)
      const question = {
        is: 'offer',
        transferId,
        file,
        sdp: peer.sdp,
        ...(wish && { wish: wish.wish }),
      } as const
      if (signal.aborted) return 'broken'
      onOffered()
      if (!(await say(roomId, question, wish?.peerId))) return 'broken'
      const taken = await Promise.race([answered, line.then(() => undefined)])
      if (!taken) return 'declined'
      await peer.accept(taken.sdp)
      if (!wish) void say(roomId, { is: 'taken', transferId, by: taken.peerId })
      const open = await line
      isFound = true
      await sendBytes({ line: open, blob, onProgress })
      return 'whole'
    } catch (error) {
      if (!(error instanceof LineBroken)) console.warn('A file did not go directly.', error)
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
      setTimeout(question.answer, secondChance, undefined)
    },
  }
}

/** @throws LineBroken when it takes longer */
export function within(time: number, opened: Promise<Line>): Promise<Line> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new LineBroken('No way was found in time.')), time)
  const line = Promise.race([opened, tooLong]).finally(() => clearTimeout(timer))
  // It is waited for later, and may have failed before.
  line.catch(() => {})
  return line
}
