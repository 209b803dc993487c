/** A channel between two apps, as something on which one waits: what comes is kept until it is asked for. */
import { fits } from '@chatter/shared/check.ts'
import { type Static, Type } from 'typebox'

/** What is used of a data channel. */
export type Channel = Pick<
  RTCDataChannel,
  'send' | 'close' | 'readyState' | 'bufferedAmount' | 'addEventListener'
> & { binaryType: BinaryType; bufferedAmountLowThreshold: number }

/** Words between the bytes. The receiver says them all; `offset` counts bytes that are on its disk. */
const Word = Type.Union([
  Type.Object({ is: Type.Literal('go'), offset: Type.Integer({ minimum: 0 }) }),
  Type.Object({ is: Type.Literal('have'), offset: Type.Integer({ minimum: 0 }) }),
  /** All bytes are there, and they are the right ones. */
  Type.Object({ is: Type.Literal('whole') }),
  /** They are others than those that were offered. */
  Type.Object({ is: Type.Literal('differs') }),
])
export type Word = Static<typeof Word>

/** The other side, or the way to it, is gone. */
export class LineBroken extends Error {}

/** Bytes that may be on their way or wait to be written: so much of a file is in memory at most. */
export const lineWindow = 8 * 1024 * 1024

/** Where as many bytes wait in the channel itself, it is full; and from where on it wants more. */
const fullAt = 4 * 1024 * 1024
const wantsMoreAt = 1024 * 1024

export type Line = ReturnType<typeof createLine>

export function createLine(channel: Channel) {
  const words: Word[] = []
  const chunks: Uint8Array[] = []
  let held = 0
  let failure: Error | undefined
  let wake: () => void = () => {}

  channel.binaryType = 'arraybuffer'
  channel.bufferedAmountLowThreshold = wantsMoreAt
  channel.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') hear(data)
    else hold(new Uint8Array(data))
    wake()
  })
  channel.addEventListener('bufferedamountlow', () => wake())
  channel.addEventListener('close', () => breakOff(new LineBroken('The other side closed the channel.')))
  channel.addEventListener('error', () => breakOff(new LineBroken('The channel broke.')))

  function hear(text: string) {
    const word = parse(text)
    if (fits(Word, word)) words.push(word)
    else breakOff(new LineBroken('The other side says what nobody understands.'))
  }

  /** There is no other bound to what a sender pushes into this app's memory. */
  function hold(chunk: Uint8Array) {
    held += chunk.length
    if (held > 2 * lineWindow) breakOff(new LineBroken('The other side does not wait.'))
    else chunks.push(chunk)
  }

  function breakOff(reason: Error) {
    failure ??= reason
    if (channel.readyState !== 'closed') channel.close()
    wake()
  }

  return {
    isFull: () => channel.bufferedAmount > fullAt,
    say: (word: Word) => channel.readyState === 'open' && channel.send(JSON.stringify(word)),
    send(bytes: Uint8Array<ArrayBuffer>) {
      if (failure) throw failure
      // It is known to be closed a moment before that is told.
      if (channel.readyState !== 'open') throw new LineBroken('The channel is closed.')
      channel.send(bytes)
    },
    nextWord: () => words.shift(),
    hasChunks: () => chunks.length > 0,
    /** What came, in order, as one; at most about so many bytes. */
    takeBytes(most: number): Uint8Array {
      const taken: Uint8Array[] = []
      let length = 0
      while (chunks.length > 0 && (length === 0 || length + chunks[0]!.length <= most)) {
        taken.push(chunks.shift()!)
        length += taken.at(-1)!.length
      }
      held -= length
      return concatenate(taken, length)
    },
    /**
     * Resolves when something came or became possible that makes `isSo` true.
     * @throws LineBroken after `patience` milliseconds in which it did not, or when the channel breaks
     */
    async until(isSo: () => boolean, patience: number): Promise<void> {
      if (isSo()) return
      const { promise: tooLong, reject } = Promise.withResolvers<never>()
      const timer = setTimeout(() => reject(new LineBroken('The other side is silent.')), patience)
      try {
        while (!isSo()) {
          if (failure) throw failure
          const { promise, resolve } = Promise.withResolvers<void>()
          wake = resolve
          await Promise.race([promise, tooLong])
        }
      } finally {
        clearTimeout(timer)
      }
    },
    breakOff,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
