/** Which part of a file is asked for (RFC 9110, section 14). */

/** `end` is not included. */
export type Stretch = { start: number; end: number }

/**
 * Reads a `Range` header. What is no range, or more than one, is answered whole; what lies beyond the end with nothing.
 * @param ifRange the `If-Range` header: only of this content a part is wanted
 */
export function parseRange(
  range: string | undefined,
  ifRange: string | undefined,
  { size, etag }: { size: number; etag: string },
): Stretch | 'whole' | 'none' {
  const [, first, last] = range?.match(/^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole'
  // A weak tag, or a date, names no content for certain. An empty file has no parts.
  if ((ifRange !== undefined && ifRange !== etag) || size === 0) return 'whole'
  if (first === '')
    return last.match(/^0+$/) ? 'none' : { start: Math.max(0, size - Number(last)), end: size }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return 'whole'
  if (start >= size) return 'none'
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) }
}

/** Whether who asks has this content already (`If-None-Match`). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map(tag => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes('*') || tags.includes(etag)
}
