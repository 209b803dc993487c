/** One file over one line: the receiver says from where, takes what comes to its disk, and says whether it is whole. */
import { type Line, LineBroken, lineWindow } from './line.ts'

/** Bytes of one message; every browser takes as many. */
const chunkSize = 64 * 1024
/** Bytes that are read, or written, at once. */
const stretch = 1024 * 1024

/** Nothing comes or goes for so long: the other side is gone, though nobody said so. In milliseconds. */
const patience = 15_000
/** The first word on a way that has just opened is lost at times: it is said again after so long, in milliseconds. */
const insistence = 500
/** Bytes per second that reading a file again takes on a slow machine. */
const slowHash = 20 * 1024 * 1024

export type Sending = {
  line: Line
  blob: Blob
  /** @param sent bytes that are on the receiver's disk */
  onProgress: (sent: number) => void
}

/** Resolves when the receiver has the whole file and has verified it. @throws LineBroken, or what reading the blob throws */
export async function sendBytes({ line, blob, onProgress }: Sending): Promise<void> {
  let at = -1
  let had = 0
  let verdict: 'whole' | 'differs' | undefined
  const listen = () => {
    for (let word = line.nextWord(); word; word = line.nextWord())
      if (word.is === 'have') had = word.offset
      else if (word.is !== 'go') verdict = word.is
      else if (at < 0) at = had = word.offset
  }
  const isAfter = (isSo: () => boolean) => () => {
    listen()
    return isSo()
  }

  await line.until(
    isAfter(() => at >= 0 || verdict !== undefined),
    patience,
  )
  onProgress(had)
  while (verdict === undefined && at < blob.size) {
    const bytes = new Uint8Array(await blob.slice(at, at + stretch).arrayBuffer())
    for (let start = 0; start < bytes.length; start += chunkSize) {
      const hasRoom = () => verdict !== undefined || (at - had < lineWindow && !line.isFull())
      await line.until(isAfter(hasRoom), patience)
      if (verdict) throw new LineBroken(`The receiver ended it: ${verdict}.`)
      const chunk = bytes.subarray(start, start + chunkSize)
      line.send(chunk)
      at += chunk.length
      onProgress(had)
    }
  }
  while (verdict === undefined) {
    const before = had
    const isTold = () => verdict !== undefined || had !== before
    await line.until(isAfter(isTold), patience + (had < blob.size ? 0 : (blob.size / slowHash) * 1000))
    onProgress(had)
  }
  if (verdict === 'differs') throw new LineBroken('The receiver got other bytes.')
}

export type Receiving = {
  line: Line
  size: number
  /** Bytes that are there from an earlier try. */
  offset: number
  write: (offset: number, bytes: Uint8Array) => Promise<void>
  /** Whether what is there is what was offered. */
  check: () => Promise<boolean>
  onProgress: (received: number) => void
}

/** Resolves with whether the bytes are those that were offered. @throws LineBroken, or what writing throws */
export async function receiveBytes(receiving: Receiving): Promise<boolean> {
  const { line, size, offset, write, check, onProgress } = receiving
  let at = offset
  await invite(receiving)
  while (at < size) {
    await line.until(line.hasChunks, patience)
    const bytes = line.takeBytes(stretch)
    if (at + bytes.length > size) throw new LineBroken('There is more than was offered.')
    await write(at, bytes)
    at += bytes.length
    line.say({ is: 'have', offset: at })
    onProgress(at)
  }
  const isWhole = await check()
  line.say({ is: isWhole ? 'whole' : 'differs' })
  return isWhole
}

/** Says from where bytes are wanted, until some come. */
async function invite({ line, size, offset }: Receiving): Promise<void> {
  const invitation = () => line.say({ is: 'go', offset })
  invitation()
  if (offset === size) return
  const again = setInterval(invitation, insistence)
  try {
    await line.until(line.hasChunks, patience)
  } finally {
    clearInterval(again)
  }
}
