import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPicture } from './pictures.ts'

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap(part =>
      typeof part === 'string' ? [...part].map(letter => letter.charCodeAt(0)) : [...part],
    ),
  )
const rest = new Array<number>(40).fill(0)
const sizeOf = (data: Uint8Array) => {
  const { width, height } = readPicture(data) ?? {}
  return width === undefined ? undefined : [width, height]
}

test('[FILE86] every kind of picture that is shown says how large it is', () => {
  const png = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x75, 0x30, 0, 0, 0x4e, 0x20], rest)
  assert.deepEqual(readPicture(png), { type: 'image/png', width: 30_000, height: 20_000 })
  const exif = [0xff, 0xe1, 0x00, 0x06, 0xff, 0xc0, 0x11, 0x11]
  const jpeg = bytes('\xff\xd8', exif, [0xff, 0xc2, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0], rest)
  assert.deepEqual(readPicture(jpeg), { type: 'image/jpeg', width: 4_000, height: 3_000 })
  const webp = (...chunk: (string | number[])[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', ...chunk, rest)
  assert.deepEqual(
    sizeOf(webp('VP8X', [10, 0, 0, 0, 0, 0, 0, 0], [0x2f, 0x75, 0, 0x1f, 0x4e, 0])),
    [30_000, 20_000],
  )
  assert.deepEqual(sizeOf(webp('VP8 ', rest.slice(0, 10), [0xd0, 0x02, 0x00, 0x05])), [720, 1_280])
  const lossless = (720 - 1) | ((1_280 - 1) << 14)
  const bits = [0, 8, 16, 24].map(by => (lossless >>> by) & 0xff)
  assert.deepEqual(sizeOf(webp('VP8L', [0, 0, 0, 0, 0x2f], bits)), [720, 1_280])
})

test('[FILE86] a GIF is as large as its screen and its first frame, whatever stands between them', () => {
  const screen = ['GIF89a', [0x0a, 0, 0x14, 0, 0x80, 0, 0], rest.slice(0, 6)]
  const words = [[0x21, 0xfe, 3], 'abc', [2], 'de', [0]]
  const frame = (width: number[], height: number[]) => [[0x2c, 0, 0, 5, 0], width, height, [0]]
  assert.deepEqual(sizeOf(bytes(...screen, ...words, ...frame([0xff, 0xff], [1, 0]), rest)), [65_535, 20])
  assert.deepEqual(sizeOf(bytes(...screen, ...frame([1, 0], [0xff, 0xff]), rest)), [10, 65_540])
  assert.equal(sizeOf(bytes(...screen, ...words)), undefined)
})

test('[FILE86] an AVIF is as large as the largest picture in it', () => {
  const ispe = (width: number[], height: number[]) => [[0, 0, 0, 20], 'ispe', [0, 0, 0, 0], width, height]
  const inner = bytes(...ispe([0, 0, 2, 0], [0, 0, 2, 0]), ...ispe([0, 0, 0x75, 0x30], [0, 0, 0x4e, 0x20]))
  const avif = bytes(
    ...[[0, 0, 0, 16], 'ftyp', 'avif', [0, 0, 0, 0]],
    ...[[0, 0, 0, 12 + inner.length], 'meta', [0, 0, 0, 0]],
    [...inner],
  )
  assert.deepEqual(readPicture(avif), { type: 'image/avif', width: 30_000, height: 20_000 })
  assert.equal(readPicture(avif.subarray(0, -1)), undefined)
})

test('[FILE86] what is no picture, or says too little yet, says nothing', () => {
  for (const data of [bytes(''), bytes('BM', rest), bytes('<html>', rest), bytes('\x89PNG\r\n\x1a\n')])
    assert.equal(readPicture(data), undefined)
  for (const start of ['\xff\xd8\xff', 'GIF89a', 'RIFF0000WEBPVP8X', '\0\0\0\x10ftypavif'])
    for (let length = 0; length < 40; length++) readPicture(bytes(start, rest).subarray(0, length))
})
