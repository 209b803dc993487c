/**
 * The part of a room that is cached on this machine: its newest messages, without holes. Pure arithmetic; the cache keeps
 * the rows. What is in a stretch is true up to its `rev`, so a catch-up from there makes it whole, whatever was lost.
 */
import type { Message } from '@chatter/shared/messages.ts'

/** `first` is above `last` in a stretch without messages. */
export type Stretch = { first: number; last: number; rev: number }

/** A stretch, the messages to put into it, and whether everything cached before goes. */
export type Growth = { stretch: Stretch; put: readonly Message[]; clear: boolean }

/** Most messages that are cached of one room, and how many are kept when it is pruned. */
export const stretchLimits = { most: 22_000, kept: 20_000 } as const

/**
 * Changes of a room from `fromRev` (excluded) to `toRev`, each post among them. Undefined when the stretch does not reach
 * that far, so that they would leave a hole.
 */
export function growByNews(
  stretch: Stretch | undefined,
  messages: readonly Message[],
  fromRev: number,
  toRev: number,
): Growth | undefined {
  if (!stretch || stretch.rev < fromRev || toRev <= stretch.rev) return undefined
  const put = messages.filter(({ seq, rev }) => seq >= stretch.first && rev > stretch.rev)
  const last = put.reduce((furthest, { seq }) => Math.max(furthest, seq), stretch.last)
  return { stretch: { ...stretch, last, rev: toRev }, put, clear: false }
}

/**
 * A page of history that was true when the room was known up to `revBefore`. Undefined when it lies apart from the
 * stretch: it is not worth the newer messages that are cached. A newest page that knows more than the stretch takes its
 * place, because a stretch that lags behind what is on screen would stay behind.
 */
export function growByPage(
  stretch: Stretch | undefined,
  page: { messages: readonly Message[]; hasAfter: boolean },
  revBefore: number,
): Growth | undefined {
  const pageFirst = page.messages[0]?.seq ?? 1
  const pageLast = page.messages.at(-1)?.seq ?? 0
  const touches = stretch && pageLast >= stretch.first - 1 && pageFirst <= stretch.last + 1
  const replaces = stretch && stretch.rev < revBefore && !page.hasAfter
  if (!touches || replaces) {
    if (page.hasAfter) return undefined
    return { stretch: { first: pageFirst, last: pageLast, rev: revBefore }, put: page.messages, clear: true }
  }
  if (page.messages.length === 0) return undefined
  const first = Math.min(stretch.first, pageFirst)
  const last = Math.max(stretch.last, pageLast)
  return { stretch: { first, last, rev: Math.min(stretch.rev, revBefore) }, put: page.messages, clear: false }
}

/** Where the stretch begins after pruning; its messages before go. */
export function pruned(stretch: Stretch): Stretch {
  const isTooLong = stretch.last - stretch.first + 1 > stretchLimits.most
  return isTooLong ? { ...stretch, first: stretch.last - stretchLimits.kept + 1 } : stretch
}
