/** Lets a picture through to the page when it has said that it is no larger than the page has memory for. */
import { readPicture } from '@chatter/shared/pictures.ts'

/** What says it later, behind more than anybody writes before it, is kept away as well. In bytes. */
const longestHead = 1024 * 1024

/**
 * Reads as much as it takes to know, and no more than that.
 * @returns the same bytes from their beginning, or undefined for what has more pixels, or is no picture
 */
export async function admitPicture(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  mostPixels: number,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | undefined> {
  const reader = body.getReader()
  let head = new Uint8Array()
  let picture = readPicture(head)
  while (!picture && head.length < longestHead) {
    const { done, value } = await reader.read()
    if (done) break
    head = joined(head, value)
    picture = readPicture(head)
  }
  if (picture && picture.width * picture.height <= mostPixels) return follow(head, reader)
  await reader.cancel()
  return undefined
}

function follow(head: Uint8Array<ArrayBuffer>, reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: out => out.enqueue(head),
      async pull(out) {
        const { done, value } = await reader.read()
        if (done) out.close()
        else out.enqueue(value)
      },
      cancel: reason => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
