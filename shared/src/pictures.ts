/** What the first bytes of a picture say of it. They are read, and nothing is decoded. Pure. */

export type Picture = { type: string; width: number; height: number }

/**
 * Pixels of which an app makes a picture unasked, among others, and of one that somebody wants to look at alone. A few
 * kilobytes may say that they are a picture that nobody's memory holds.
 */
export const mostPixels = { among: 40_000_000, alone: 120_000_000 } as const

/** Undefined for what is no PNG, JPEG, WebP, GIF or AVIF, and where it has not said yet how large it is. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return readPng(view) ?? readJpeg(view) ?? readWebp(view) ?? readGif(view) ?? readAvif(view)
}

/** Characters of one byte each. */
function says(view: DataView, at: number, words: string): boolean {
  return (
    view.byteLength >= at + words.length &&
    [...words].every((letter, n) => view.getUint8(at + n) === letter.charCodeAt(0))
  )
}

function readPng(view: DataView): Picture | undefined {
  if (view.byteLength < 33 || !says(view, 0, '\x89PNG\r\n\x1a\n') || !says(view, 12, 'IHDR')) return undefined
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** Segments follow each other, each with its length, until the one that begins the frame. */
function readJpeg(view: DataView): Picture | undefined {
  if (!says(view, 0, '\xff\xd8\xff')) return undefined
  for (let at = 2; at + 9 < view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

function readWebp(view: DataView): Picture | undefined {
  if (view.byteLength < 30 || !says(view, 0, 'RIFF') || !says(view, 8, 'WEBP')) return undefined
  const edges = Object.entries(webpEdges).find(([kind]) => says(view, 12, kind))?.[1](view)
  return edges && { type: 'image/webp', width: edges[0], height: edges[1] }
}

/** By the kind of its first chunk: lossy, lossless, or with extras. */
const webpEdges: Record<string, (view: DataView) => [number, number]> = {
  'VP8 ': view => [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff],
  VP8L: view => {
    const bits = view.getUint32(21, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  },
  VP8X: view => [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1],
}

/** The screen, or its first frame where that is larger: who draws it makes room for both. */
function readGif(view: DataView): Picture | undefined {
  if (view.byteLength < 13 || !(says(view, 0, 'GIF87a') || says(view, 0, 'GIF89a'))) return undefined
  const edge = (at: number) => view.getUint16(at, true)
  const colours = view.getUint8(10)
  for (let at = 13 + (colours & 0x80 ? 3 << ((colours & 7) + 1) : 0); at + 9 < view.byteLength; ) {
    if (view.getUint8(at) === 0x2c) {
      const width = Math.max(edge(6), edge(at + 1) + edge(at + 5))
      return { type: 'image/gif', width, height: Math.max(edge(8), edge(at + 3) + edge(at + 7)) }
    }
    if (view.getUint8(at) !== 0x21) return undefined
    at += 2
    // Blocks of an extension follow each other until an empty one.
    while (at < view.byteLength && view.getUint8(at) > 0) at += 1 + view.getUint8(at)
    at++
  }
  return undefined
}

/** Boxes within boxes: the second tells of every picture in the file how large it is, and the largest counts. */
function readAvif(view: DataView): Picture | undefined {
  if (!says(view, 4, 'ftyp') || !['avif', 'avis', 'mif1'].some(brand => says(view, 8, brand)))
    return undefined
  const start = view.getUint32(0)
  if (!says(view, start + 4, 'meta')) return undefined
  const end = start + view.getUint32(start)
  if (end > view.byteLength) return undefined
  let [width, height] = [0, 0]
  for (let at = start + 8; at + 16 <= end; at++)
    if (says(view, at, 'ispe')) {
      width = Math.max(width, view.getUint32(at + 8))
      height = Math.max(height, view.getUint32(at + 12))
    }
  return width > 0 && height > 0 ? { type: 'image/avif', width, height } : undefined
}
