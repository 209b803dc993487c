/** Just enough of WebSocket and Socket.IO to load a server from one core: what is sent, and splitting what arrives. */

const zeroMask = 4

/** A masked text frame. The mask is zero, which costs a server what any mask does and us nothing. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const long = length > 125
  const frame = Buffer.alloc((long ? 4 : 2) + zeroMask + length)
  frame[0] = 0x81
  if (long) {
    if (length > 65_535) throw new RangeError('The generator sends no frames above 64 KiB.')
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  } else frame[1] = 0x80 | length
  frame.write(text, frame.length - length)
  return frame
}

export type FrameListener = {
  /** A whole frame arrived: its content is `bytes[start, end)`, which is only lent. */
  onFrame(bytes: Buffer, start: number, end: number): void
  /** A frame of `length` began to arrive. Whether its content is known already, so that only its end matters. */
  recognises(bytes: Buffer, start: number, length: number): boolean
  /** A recognised frame arrived to its end. */
  onRecognised(): void
}

/** How much of a frame `recognises` needs to see. */
export const recognisable = 128

/** Splits a stream of bytes into frames, copying only what is cut off at the end of a chunk. */
export class FrameReader {
  private carry: Buffer | undefined
  private skip = 0
  private readonly listener: FrameListener

  constructor(listener: FrameListener) {
    this.listener = listener
  }

  read(chunk: Buffer): void {
    let at = 0
    if (this.skip > 0) {
      at = Math.min(this.skip, chunk.length)
      this.skip -= at
      if (this.skip > 0) return
      this.listener.onRecognised()
    }
    let bytes = chunk
    if (this.carry) {
      bytes = Buffer.concat([this.carry, chunk.subarray(at)])
      this.carry = undefined
      at = 0
    }
    while (at < bytes.length) {
      const next = this.readFrame(bytes, at)
      if (next === undefined) {
        this.carry = Buffer.from(bytes.subarray(at))
        return
      }
      at = next
    }
  }

  /** Where the next frame starts, or undefined when this one is still incomplete. */
  private readFrame(bytes: Buffer, at: number): number | undefined {
    if (bytes.length - at < 10 && bytes.length < at + headerLength(bytes, at)) return undefined
    const start = at + headerLength(bytes, at)
    const length = contentLength(bytes, at)
    const end = start + length
    if (end <= bytes.length) {
      this.listener.onFrame(bytes, start, end)
      return end
    }
    if (bytes.length - start < recognisable || !this.listener.recognises(bytes, start, length))
      return undefined
    this.skip = end - bytes.length
    return bytes.length
  }
}

function headerLength(bytes: Buffer, at: number) {
  const short = (bytes[at + 1] ?? 0) & 0x7f
  return short === 127 ? 10 : short === 126 ? 4 : 2
}

function contentLength(bytes: Buffer, at: number) {
  const short = bytes[at + 1]! & 0x7f
  if (short === 126) return bytes.readUInt16BE(at + 2)
  return short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short
}
