import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { admitPicture } from './picture-size.ts'

function png(width: number, height: number): Buffer {
  const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), randomBytes(300_000)])
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

/** In pieces of that length. */
function inPieces(bytes: Buffer, length: number) {
  let [at, isLeft] = [0, false]
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(out) {
        out.enqueue(new Uint8Array(bytes.subarray(at, at + length)))
        at += length
        if (at >= bytes.length) out.close()
      },
      cancel() {
        isLeft = true
      },
    },
    { highWaterMark: 0 },
  )
  return { body, read: () => at, isLeft: () => isLeft }
}

test('[FILE86] a picture comes through byte for byte, in whatever pieces', async () => {
  const bytes = png(8_000, 5_000)
  for (const length of [7, 40, 65_536, 1_000_000]) {
    const admitted = await admitPicture(inPieces(bytes, length).body, 40_000_000)
    assert.ok(Buffer.from(await new Response(admitted).arrayBuffer()).equals(bytes))
  }
})

test('[FILE86] what has one pixel row too many is left after its first bytes', async () => {
  const { body, read, isLeft } = inPieces(png(8_000, 5_001), 1_000)
  assert.equal(await admitPicture(body, 40_000_000), undefined)
  assert.deepEqual([read(), isLeft()], [1_000, true])
})

test('[FILE86] what is no picture, or does not say for long how large it is, is kept away', async () => {
  assert.equal(await admitPicture(inPieces(Buffer.from('<html>'), 3).body, 40_000_000), undefined)
  assert.equal(await admitPicture(inPieces(Buffer.alloc(0), 3).body, 40_000_000), undefined)
  const endless = inPieces(Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(9_000_000, 0xff)]), 65_536)
  assert.equal(await admitPicture(endless.body, 40_000_000), undefined)
  assert.ok(endless.isLeft() && endless.read() < 1_200_000)
})
