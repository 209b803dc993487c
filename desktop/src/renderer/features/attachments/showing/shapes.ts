/** How much room files take in a conversation, before anything of them is there. Pure. */
import type { Attachment } from '@chatter/shared/attachments.ts'

export type Shape = Pick<Attachment, 'width' | 'height'>

/** In pixels: what one picture takes at most, and at least. */
const largest = { width: 420, height: 320 }
const smallest = { width: 96, height: 64 }
/** Of a picture that nobody measured. */
const unknown = { width: 280, height: 180 }

/** The frame of a picture that stands alone: fitted, never blown up, and large enough to be hit. */
export function frameOf({ width, height }: Shape): { width: number; height: number } {
  if (!width || !height) return unknown
  const scale = Math.min(1, largest.width / width, largest.height / height)
  const fit = (edge: number, least: number) => Math.max(least, Math.round(edge * scale))
  return { width: fit(width, smallest.width), height: fit(height, smallest.height) }
}

/** Most tiles of a gallery. The last one tells how many more there are. */
export const mostTiles = 9

/** How many pictures stand in each row of a gallery of so many. */
export function rowsOf(count: number): number[] {
  const shown = Math.min(count, mostTiles)
  if (shown <= 3) return [shown]
  const rows = Math.ceil(shown / 3)
  // The first rows are the shorter ones: their pictures are the larger ones.
  const short = rows * 3 - shown
  return shown === 4 ? [2, 2] : Array.from({ length: rows }, (_, row) => (row < short ? 2 : 3))
}

/** Whether a picture that is shown in this frame needs more than its thumbnail. */
export function needsWhole(
  { type, size, hasThumbnail }: Pick<Attachment, 'type' | 'size' | 'hasThumbnail'>,
  frame: { width: number; height: number },
  pixelRatio: number,
  thumbnailEdge: number,
): boolean {
  if (!hasThumbnail) return true
  // Only the whole file moves.
  if (type === 'image/gif' && size <= 8_000_000) return true
  return Math.max(frame.width, frame.height) * pixelRatio > thumbnailEdge * 1.25
}
