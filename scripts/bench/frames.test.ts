import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FrameReader, textFrame } from './frames.ts'

/** As a server frames: without a mask. */
function served(text: string) {
  const content = Buffer.from(text)
  if (content.length < 126) return Buffer.concat([Buffer.from([0x81, content.length]), content])
  const header = Buffer.alloc(content.length > 65_535 ? 10 : 4)
  header[0] = 0x81
  header[1] = header.length === 10 ? 127 : 126
  if (header.length === 10) header.writeBigUInt64BE(BigInt(content.length), 2)
  else header.writeUInt16BE(content.length, 2)
  return Buffer.concat([header, content])
}

function readInPieces(stream: Buffer, size: number, known?: string) {
  const seen: string[] = []
  const reader = new FrameReader({
    onFrame: (bytes, start, end) => seen.push(bytes.toString('utf8', start, end)),
    recognises: (_bytes, _start, length) => known !== undefined && length === Buffer.byteLength(known),
    onRecognised: () => seen.push('recognised'),
  })
  for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size))
  return seen
}

const texts = ['2', 'x'.repeat(125), '가'.repeat(300), 'y'.repeat(70_000), '42["end"]']
const stream = Buffer.concat(texts.map(served))

for (const size of [3, 7, 128, 4096, stream.length])
  test(`frames are split right when they arrive in pieces of ${size}`, () => {
    assert.deepEqual(readInPieces(stream, size), texts)
  })

test('a known frame is recognised by its beginning, and what follows it is read', () => {
  for (const size of [100, 4096])
    assert.deepEqual(readInPieces(stream, size, texts[3]), [...texts.slice(0, 3), 'recognised', texts[4]])
})

test('what is sent is masked and says its length in bytes', () => {
  const frame = textFrame('가'.repeat(100))
  assert.deepEqual([...frame.subarray(0, 8)], [0x81, 0x80 | 126, 300 >> 8, 300 & 0xff, 0, 0, 0, 0])
  assert.equal(frame.toString('utf8', 8), '가'.repeat(100))
})
