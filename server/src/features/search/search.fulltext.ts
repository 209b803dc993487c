/** How each database is asked for documents by their tokens. */
import type { RequiredToken } from '@chatter/shared/search.tokens.ts'

/**
 * What a document must have: one of `within` and one of `rooms`, where there are any, and all of `tokens`.
 *
 * MySQL goes through them in this order, and looks for each only among the documents that it found so far: a common word
 * among the newest documents takes a quarter of the time that it takes to look for it first.
 */
export type Wanted = {
  within: readonly string[]
  tokens: readonly RequiredToken[]
  rooms: readonly string[]
}

/** What InnoDB takes `AGAINST … IN BOOLEAN MODE`. */
export function toBooleanMode({ within, tokens, rooms }: Wanted): string {
  const anyOf = (group: readonly string[]) => (group.length > 0 ? [`+(${group.join(' ')})`] : [])
  const all = tokens.map(({ token, isPrefix }) => `+${token}${isPrefix ? '*' : ''}`)
  return [...anyOf(within), ...all, ...anyOf(rooms)].join(' ')
}

/** What FTS5 takes. */
export function toFts5({ within, tokens, rooms }: Wanted): string {
  const anyOf = (group: readonly string[]) => (group.length > 0 ? [`(${group.join(' OR ')})`] : [])
  const all = tokens.map(({ token, isPrefix }) => (isPrefix ? `${token}*` : token))
  return [...anyOf(within), ...all, ...anyOf(rooms)].join(' AND ')
}

/** What a document says of itself, besides its words: its room, who wrote in it, and when it ended. */
export const roomToken = (roomId: number) => `qr${String(roomId).padStart(2, '0')}`
export const authorToken = (accountId: number) => `qa${String(accountId).padStart(2, '0')}`
const stretchToken = (level: number, stretch: number) => `qm${level}x${stretch}`

/**
 * Time is cut into stretches of six hours, of four times that, and so on up to years: a document carries the one of each
 * level in which it ended. So the newest documents with a common word are found without looking at all others.
 */
const stretch = 6 * 3_600_000
const levels = 8
const stretchAt = (time: number, level: number) => Math.floor(time / (stretch * 4 ** level))

export function stretchTokens(lastAt: number): string[] {
  return Array.from({ length: levels }, (_, level) => stretchToken(level, stretchAt(lastAt, level)))
}

/** A part of the past: documents that ended not before `from`, in these stretches. */
export type Window = { from: number; stretches: string[] }

/** The end of the stretch in which this instant is. */
export function endOfStretch(time: number): number {
  return (stretchAt(time, 0) + 1) * stretch
}

/**
 * The window that ends where another one began, or at the end of a stretch, and is so long, in milliseconds, or up to a half
 * longer, so that few stretches name it.
 */
export function windowBefore(end: number, length: number): Window {
  const steps = Math.max(1, Math.ceil(length / stretch))
  const coarse = 4 ** Math.max(0, Math.min(levels - 1, Math.floor(Math.log(steps / 2) / Math.log(4))))
  const first = Math.max(0, Math.floor((end / stretch - steps) / coarse) * coarse)
  const stretches: string[] = []
  for (let next = end / stretch; next > first; ) {
    const level = longestLevel(next, next - first)
    next -= 4 ** level
    stretches.push(stretchToken(level, next / 4 ** level))
  }
  return { from: first * stretch, stretches }
}

/** The level of the longest stretch that ends here and is not longer than so many of the shortest. */
function longestLevel(end: number, most: number): number {
  let level = 0
  while (level + 1 < levels && end % 4 ** (level + 1) === 0 && 4 ** (level + 1) <= most) level++
  return level
}
