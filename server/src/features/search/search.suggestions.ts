/** Where the index suggests to look, the newest first, as far as anybody wants to know. */
import type { SearchTerm } from '@chatter/shared/search.match.ts'
import { requiredTokens } from '@chatter/shared/search.tokens.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import {
  authorToken,
  endOfStretch,
  roomToken,
  type Wanted,
  type Window,
  windowBefore,
} from './search.fulltext.ts'
import * as table from './search.table.ts'

/** Candidates, those that ended last first. All that come later ended at `rest` or before; -1 when these are the last. */
export type Suggestion = { candidates: table.Candidate[]; rest: number }

type Range = { roomIds: readonly number[]; from: number; upTo: number }

/** With more rooms than this it costs less to look at a candidate's room afterwards. */
const mostRooms = 32

/** The first window is so long that about this many documents are in it. */
const recent = 32

/** How many times longer all windows together become with one more, at most. */
const fastest = 8

/** Without a word to look for, so many are looked at at once. */
const atOnce = 96

/** What the asker wants: so many finds; and when the last of so many newest ones was written, 0 while there are fewer. */
export type Goal = { count: number; reachedSince: () => number }

/** Everything that a document must have to hold a message that is searched for. */
export function wantedOf(terms: readonly SearchTerm[], { from, has }: SearchQuery): Wanted {
  const about = [
    ...(from === undefined ? [] : [authorToken(from)]),
    ...(has && isTold.has(has) ? [`qh${has}`] : []),
  ]
  return {
    tokens: [...requiredTokens(terms), ...about.map(token => ({ token, isPrefix: false }))],
    groups: [],
  }
}

/** What a message has when it is indexed, and keeps unless it is edited. */
const isTold = new Set<SearchQuery['has']>(['link', 'code', 'mention', 'file'])

/**
 * Goes back in time by windows. Each is as long as it takes, by what the ones before it held, to reach the goal: rows that are
 * looked at in vain cost most. Nothing is newer than the newest document, so that may be enough before any window is.
 */
export async function* suggest(
  db: Parameters<typeof table.selectCandidates>[0],
  wanted: Wanted,
  range: Range,
  goal: Goal,
): AsyncGenerator<Suggestion> {
  if (range.roomIds.length === 0 || range.from > range.upTo) return
  if (wanted.tokens.length === 0) return yield* suggestLatest(db, range)
  const span = await table.selectSpan(db, recent)
  if (!span) return
  yield { candidates: [], rest: span.newest }
  const rooms = range.roomIds.length <= mostRooms ? [range.roomIds.map(roomToken)] : []
  const lookFor = (...groups: string[][]) => {
    return { ...range, wanted: { ...wanted, groups: [...wanted.groups, ...rooms, ...groups] } }
  }
  const newest = await table.selectNewest(db, lookFor())
  const seen = new Set<number>()
  const find = async ({ from, stretches }: Window) => {
    const found = await table.selectCandidates(db, lookFor(stretches))
    const all = [...found, ...newest.filter(({ lastAt }) => lastAt >= from)]
    const fresh = new Map(all.filter(({ id }) => !seen.has(id)).map(one => [one.id, one]))
    for (const id of fresh.keys()) seen.add(id)
    return [...fresh.values()].sort((a, b) => b.lastAt - a.lastAt)
  }

  const start = endOfStretch(span.newest)
  let length = span.newest - span.earlier
  for (let end = start; ; ) {
    const window = windowBefore(end, Math.min(length, end - goal.reachedSince()))
    const isLast = window.from <= Math.max(span.oldest, range.from)
    yield { candidates: await find(window), rest: isLast ? -1 : window.from - 1 }
    if (isLast) return
    end = window.from
    length = (start - end) * growthFor(goal.count - seen.size, seen.size)
  }
}

/** How many times as long as all windows so far the next one is, to hold what is lacking and some more. */
function growthFor(lacking: number, seen: number): number {
  if (seen === 0) return fastest
  return Math.min(fastest, Math.max(0.5, (1.5 * lacking) / seen))
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
