/** Where the index suggests to look, the newest first, as far as anybody wants to know. */
import type { SearchTerm } from '@chatter/shared/search.match.ts'
import { type RequiredToken, requiredTokens } from '@chatter/shared/search.tokens.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import { authorToken, endOfStretch, roomToken, type Window, windowBefore } from './search.fulltext.ts'
import * as table from './search.table.ts'

/** Candidates, those that ended last first. All that come later ended at `rest` or before; -1 when these are the last. */
export type Suggestion = { candidates: table.Candidate[]; rest: number }

type Range = { roomIds: readonly number[]; from: number; upTo: number }

/** With more rooms than this it costs less to look at a candidate's room afterwards. */
const mostRooms = 32

/** The first window is so long that about this many documents are in it. */
const recent = 128

/** A word that is in so few documents is looked for in all of them at once: naming long windows takes more than their rows. */
const few = 256

/** How many times as long as all windows so far the next one is. */
const growth = { least: 2, most: 8 }

/** Without a word to look for, so many are looked at at once. */
const atOnce = 96

/** What the asker wants: so many finds; and when the last of so many newest ones was written, 0 while there are fewer. */
export type Goal = { count: number; reachedSince: () => number }

/** The tokens of every document that holds a message which is searched for. */
export function tokensOf(terms: readonly SearchTerm[], { from, has }: SearchQuery): RequiredToken[] {
  const about = [
    ...(from === undefined ? [] : [authorToken(from)]),
    ...(has && isTold.has(has) ? [`qh${has}`] : []),
  ]
  return [...requiredTokens(terms), ...about.map(token => ({ token, isPrefix: false }))]
}

/** What a message has when it is indexed, and keeps unless it is edited. */
const isTold = new Set<SearchQuery['has']>(['link', 'code', 'mention', 'file'])

/**
 * Goes back in time by windows. Each is as long as it takes, by what the ones before it held, to reach the goal: rows that are
 * looked at in vain cost most. Nothing is newer than the newest document, so that may be enough before any window is.
 */
export async function* suggest(
  db: Parameters<typeof table.selectCandidates>[0],
  tokens: readonly RequiredToken[],
  range: Range,
  goal: Goal,
): AsyncGenerator<Suggestion> {
  if (range.roomIds.length === 0 || range.from > range.upTo) return
  if (tokens.length === 0) return yield* suggestLatest(db, range)
  const span = await table.selectSpan(db, recent)
  if (!span) return
  yield { candidates: [], rest: span.newest }
  const rooms = range.roomIds.length <= mostRooms ? range.roomIds.map(roomToken) : []
  const lookWithin = (within: readonly string[]) => ({ ...range, wanted: { within, tokens, rooms } })
  const newest = await table.selectNewest(db, lookWithin([]))
  const seen = new Set<number>()
  const find = async ({ from, stretches }: Window) => {
    const found = await table.selectCandidates(db, lookWithin(stretches))
    const all = [...found, ...newest.filter(({ lastAt }) => lastAt >= from)]
    const fresh = new Map(all.filter(({ id }) => !seen.has(id)).map(one => [one.id, one]))
    for (const id of fresh.keys()) seen.add(id)
    return [...fresh.values()].sort((a, b) => b.lastAt - a.lastAt)
  }

  const start = endOfStretch(span.newest)
  /** How many documents have these tokens, as it looks after those that ended since then, up to where the search begins. */
  const expectedAfter = async (from: number) =>
    ((seen.size + 1) / Math.max(1, await table.countEnded(db, from, range.upTo))) * span.count
  let window = windowBefore(start, Math.min(span.newest - span.earlier, start - goal.reachedSince()))
  for (;;) {
    const isLast = window.from <= Math.max(span.oldest, range.from)
    yield { candidates: await find(window), rest: isLast ? -1 : window.from - 1 }
    if (isLast) return
    const end = window.from
    const reachedSince = goal.reachedSince()
    const length = (start - end) * growthFor(goal.count - seen.size, seen.size)
    if (reachedSince === 0 && (await expectedAfter(end)) <= few) window = allTime
    else window = windowBefore(end, Math.min(length, end - reachedSince))
  }
}

const allTime: Window = { from: 0, stretches: [] }

/**
 * How many times as long as all windows so far the next one is, to hold several times what is lacking: not every candidate holds
 * a find, and a row costs less than another look.
 */
function growthFor(lacking: number, seen: number): number {
  return Math.min(growth.most, Math.max(growth.least, (4 * lacking) / Math.max(1, seen)))
}

/** Without a word to look for, all documents are candidates, one after the other. */
async function* suggestLatest(
  db: Parameters<typeof table.selectCandidates>[0],
  range: Range,
): AsyncGenerator<Suggestion> {
  const seen = new Set<number>()
  let endedBy = Number.MAX_SAFE_INTEGER
  for (let limit = atOnce; ; ) {
    const those = await table.selectLatest(db, range, endedBy, limit)
    const candidates = those.filter(({ id }) => !seen.has(id))
    for (const { id } of candidates) seen.add(id)
    if (those.length < limit) return yield { candidates, rest: -1 }
    endedBy = those.at(-1)!.lastAt
    yield { candidates, rest: endedBy }
    // As many as this may have ended in one instant: only more of them show what comes before.
    if (candidates.length === 0) limit *= 2
  }
}
