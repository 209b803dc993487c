/** How each database is asked for documents by their tokens. */
import type { RequiredToken } from '@chatter/shared/search.tokens.ts'

/** Everything that a document must have: all of the tokens, and of each group one. */
export type Wanted = { tokens: readonly RequiredToken[]; groups: readonly (readonly string[])[] }

/** What InnoDB takes `AGAINST … IN BOOLEAN MODE`. */
export function toBooleanMode({ tokens, groups }: Wanted): string {
  const all = tokens.map(({ token, isPrefix }) => `+${token}${isPrefix ? '*' : ''}`)
  return [...all, ...groups.map(group => `+(${group.join(' ')})`)].join(' ')
}

/** What FTS5 takes. */
export function toFts5({ tokens, groups }: Wanted): string {
  const all = tokens.map(({ token, isPrefix }) => (isPrefix ? `${token}*` : token))
  return [...all, ...groups.map(group => `(${group.join(' OR ')})`)].join(' AND ')
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

/** A part of the past: documents that ended not before `from`, and after the windows before this one began. */
export type Window = { from: number; stretches: string[] }

/**
 * Windows into the past, each longer than the one before, from the stretch of `newest` on. Together they hold all time up
 * to there but for the oldest, which nothing needs to name.
 * @param level how long the first one is
 */
export function* windowsBefore(newest: number, level: number): Generator<Window> {
  for (let at = level, next = stretchAt(newest, level); at < levels; at++) {
    const first = Math.floor(next / 4) * 4
    const stretches = Array.from({ length: next - first + 1 }, (_, n) => stretchToken(at, next - n))
    yield { from: first * stretch * 4 ** at, stretches }
    next = Math.floor(next / 4) - 1
    if (next < 0) return
  }
}

/** The level whose stretches are about so long. */
export function levelOf(duration: number): number {
  const level = Math.round(Math.log(Math.max(duration, stretch) / stretch) / Math.log(4))
  return Math.min(level, levels - 1)
}
