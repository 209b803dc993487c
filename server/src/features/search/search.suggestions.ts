/** Where the index suggests to look, the newest first, as far as anybody wants to know. */
import type { SearchTerm } from '@chatter/shared/search.match.ts'
import { requiredTokens } from '@chatter/shared/search.tokens.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import { authorToken, levelOf, roomToken, type Wanted, windowsBefore } from './search.fulltext.ts'
import * as table from './search.table.ts'

/** Candidates, those that ended last first. All that come later ended at `rest` or before; -1 when these are the last. */
export type Suggestion = { candidates: table.Candidate[]; rest: number }

type Range = { roomIds: readonly number[]; from: number; upTo: number }

/** With more rooms than this it costs less to look at a candidate's room afterwards. */
const mostRooms = 32

/** So many candidates are looked at without ado: the word is rare. */
const few = 96

/** The first window is so long that about this many documents are in it. */
const recent = 64

/** No window holds as many documents. */
const all = 1_000_000

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
const isTold = new Set<SearchQuery['has']>(['link', 'code', 'mention'])

export async function* suggest(
  db: Parameters<typeof table.selectCandidates>[0],
  wanted: Wanted,
  range: Range,
): AsyncGenerator<Suggestion> {
  if (range.roomIds.length === 0 || range.from > range.upTo) return
  if (wanted.tokens.length === 0) return yield* suggestLatest(db, range)
  const pace = await table.selectPace(db, recent)
  if (!pace) return
  const rooms = range.roomIds.length <= mostRooms ? [range.roomIds.map(roomToken)] : []
  const groups = [...wanted.groups, ...rooms]
  const find = (stretches: string[][], limit: number) =>
    table.selectCandidates(db, { ...range, wanted: { ...wanted, groups: [...groups, ...stretches] }, limit })
  const seen = new Set<number>()
  const unseen = (candidates: table.Candidate[]) => {
    const fresh = candidates.filter(({ id }) => !seen.has(id)).sort((a, b) => b.lastAt - a.lastAt)
    for (const { id } of fresh) seen.add(id)
    return fresh
  }

  let isFirst = true
  for (const { from, stretches } of windowsBefore(pace.newest, levelOf(pace.newest - pace.earlier))) {
    yield { candidates: unseen(await find([stretches], all)), rest: from - 1 }
    if (from <= range.from) break
    if (isFirst) {
      const those = await find([], few)
      if (those.length < few) return yield { candidates: unseen(those), rest: -1 }
    }
    isFirst = false
  }
  yield { candidates: unseen(await find([], all)), rest: -1 }
}

/** Without a word to look for, all documents are candidates, one after the other. */
async function* suggestLatest(
  db: Parameters<typeof table.selectCandidates>[0],
  range: Range,
): AsyncGenerator<Suggestion> {
  const seen = new Set<number>()
  let endedBy = Number.MAX_SAFE_INTEGER
  for (let limit = few; ; ) {
    const those = await table.selectLatest(db, { ...range, limit }, endedBy)
    const candidates = those.filter(({ id }) => !seen.has(id))
    for (const { id } of candidates) seen.add(id)
    if (those.length < limit) return yield { candidates, rest: -1 }
    endedBy = those.at(-1)!.lastAt
    yield { candidates, rest: endedBy }
    // As many as this may have ended in one instant: only more of them show what comes before.
    if (candidates.length === 0) limit *= 2
  }
}
