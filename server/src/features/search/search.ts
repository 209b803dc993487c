/**
 * Finds posts. The index only suggests where to look; whatever it suggests is read and compared literally, and what it does
 * not know yet is read anyway. So an answer is complete at the moment it is given, and never shows words that are gone.
 */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { hasFeature, matchesText, parseTerms, type SearchTerm } from '@chatter/shared/search.match.ts'
import { type SearchPage, type SearchQuery, searchLimits } from '@chatter/shared/search.ts'
import type { FastifyInstance } from 'fastify'
import { rankBest } from './search.best.ts'
import {
  type Cursor,
  comparePlaces,
  type FoundPlace,
  formatBest,
  formatCursor,
  lastPlaceAt,
  parseCursor,
} from './search.cursor.ts'
import { suggest, tokensOf } from './search.suggestions.ts'
import * as table from './search.table.ts'

/** How long one page may take, in milliseconds. Then it is shorter, and the next one goes on from there. */
const pageTime = 1_500

/** Places, and messages at them, that are read at once; of a common word the first few are enough. */
const reading = { places: 256, first: 256, messages: 1_024 }

/** Of how many of the newest finds the best are chosen, before those of the next ones. */
const bestOf = 500

/** What one search looks for, where it begins, and where it ends. */
type Search = {
  query: SearchQuery
  terms: SearchTerm[]
  rooms: table.SearchedRoom[]
  begin: FoundPlace | undefined
  /** Finds that come after this one are not meant. */
  end?: FoundPlace | undefined
  patience: number
}

/** A page of finds, newest first, and where it ended; null when there is nothing more. */
type Finds = { messages: Message[]; end: FoundPlace | null }

/**
 * @param patience how long this page may take, in milliseconds
 * @throws ChatterError `not_found` when the person is not in the room, `invalid_input` when nothing is searched for
 */
export async function search(
  app: FastifyInstance,
  account: Account,
  query: SearchQuery,
  patience = pageTime,
): Promise<SearchPage> {
  const terms = parseTerms(query.query)
  if (terms.length === 0 && !isNarrowed(query))
    throw new ChatterError('invalid_input', 'Say what to search for.', { field: 'query' })
  const rooms = await table.selectRooms(app.db, account.id, query.roomId)
  if (query.roomId !== undefined && rooms.length === 0)
    throw new ChatterError('not_found', 'There is no such room.')
  const { limit = searchLimits.defaultPage, order = 'newest' } = query
  const cursor = parseCursor(query.cursor, order)
  const one = { query, terms, rooms, begin: cursor?.place, patience }
  if (order === 'best') return searchBest(app, account, one, limit, cursor)
  const { messages, end } = await findNewest(app, account, one, limit)
  return { messages, cursor: end && formatCursor(end) }
}

function isNarrowed({ roomId, from, before, after, has }: SearchQuery): boolean {
  return [roomId, from, before, after, has].some(one => one !== undefined)
}

/**
 * The best of a stretch of finds, which is of 500 of them, or as long as was read in time; then the best of the stretch before
 * it. The pages of one stretch choose among the same, whatever is posted meanwhile and however long it takes.
 */
async function searchBest(
  app: FastifyInstance,
  account: Account,
  one: Search,
  limit: number,
  cursor: Cursor | undefined,
): Promise<SearchPage> {
  const begin = one.begin ?? lastPlaceAt(Date.now())
  const { skip = 0, end } = cursor ?? {}
  const patience = skip > 0 ? Number.POSITIVE_INFINITY : one.patience
  const finds = await findNewest(app, account, { ...one, begin, end, patience }, bestOf)
  const best = rankBest(finds.messages, one.terms, begin.createdAt)
  const stretch = { place: begin, skip: skip + limit, end: end ?? finds.end ?? undefined }
  const messages = best.slice(skip, stretch.skip)
  if (stretch.skip < best.length) return { messages, cursor: formatBest(stretch) }
  return { messages, cursor: stretch.end ? formatBest({ place: stretch.end, skip: 0 }) : null }
}

async function findNewest(
  app: FastifyInstance,
  account: Account,
  one: Search,
  limit: number,
): Promise<Finds> {
  const finds = createFinds(one, limit)
  const read = async (places: Parameters<typeof table.selectPosts>[2]) =>
    finds.add(await table.selectPosts(app.db, account.id, places, finds.sieve))
  const deadline = performance.now() + one.patience
  if (one.query.has === 'pin') {
    for (const places of inPortions(await table.selectPins(app.db, roomIdsOf(one)))) await read(places)
    return finds.all()
  }
  for (const places of inPortions(unindexedPosts(one.rooms))) await read(places)
  for (const changes of inPortions(unindexedChanges(one.rooms))) await read(changes)
  const range = { roomIds: roomIdsOf(one), from: finds.sieve.after ?? 0, upTo: finds.sieve.before - 1 }
  const goal = { count: limit, reachedSince: finds.fullSince }
  for await (const { candidates, rest } of suggest(app.db, tokensOf(one.terms, one.query), range, goal)) {
    const portions = inPortions(candidates, reading.first)
    // Also where nothing is suggested, what was found before may be enough by now.
    for (let n = 0; n === 0 || n < portions.length; n++) {
      if (portions[n]) await read(portions[n]!)
      const unread = portions[n + 1]?.[0]?.lastAt ?? rest
      const isLate = performance.now() > deadline && finds.isPast(unread)
      if (finds.isFullAbove(unread) || isLate) return finds.above(unread)
    }
  }
  return finds.all()
}

const roomIdsOf = ({ rooms }: Search) => rooms.map(({ roomId }) => roomId)

/**
 * Everything that was posted or changed since the index looked. A change while this is read only moves a message up.
 *
 * Where a room has as many new messages as changes, these are all: then they are read by the primary key, which is quicker.
 */
function unindexedPosts(rooms: readonly table.SearchedRoom[]): table.Place[] {
  return rooms.filter(hasOnlyPosts).flatMap(({ roomId, lastSeq, indexedSeq }) =>
    stepsBetween(indexedSeq, lastSeq).map(after => {
      return { roomId, firstSeq: after + 1, lastSeq: Math.min(after + reading.messages, lastSeq) }
    }),
  )
}

function unindexedChanges(rooms: readonly table.SearchedRoom[]) {
  return rooms
    .filter(room => !hasOnlyPosts(room))
    .flatMap(({ roomId, rev, indexedRev }) => {
      const starts = stepsBetween(indexedRev, rev)
      return starts.map((afterRev, n) => {
        const upToRev = starts[n + 1] ?? endOfTime
        return { roomId, afterRev, upToRev, size: Math.min(upToRev, rev) - afterRev }
      })
    })
}

const hasOnlyPosts = ({ rev, indexedRev, lastSeq, indexedSeq }: table.SearchedRoom) =>
  rev - indexedRev === lastSeq - indexedSeq

function stepsBetween(start: number, end: number): number[] {
  const steps = Math.max(0, Math.ceil((end - start) / reading.messages))
  return Array.from({ length: steps }, (_, n) => start + n * reading.messages)
}

const endOfTime = 2 ** 32 - 1

/** Cuts a list of places into portions that are read at once, each up to twice as large as the one before. */
function inPortions<Place extends table.Place | (table.Changes & { size: number })>(
  places: readonly Place[],
  first = reading.messages,
): Place[][] {
  const portions: Place[][] = []
  let room = 0
  let most = first / 2
  for (const place of places) {
    const size = 'size' in place ? place.size : place.lastSeq - place.firstSeq + 1
    const last = portions.at(-1)
    if (last && last.length < reading.places && size <= room) last.push(place)
    else {
      most = Math.min(most * 2, reading.messages)
      room = most
      portions.push([place])
    }
    room -= size
  }
  return portions
}

/** Hangul and Han have neither case nor width: where they are searched for, they stand in the words as they are. */
function literalPart({ text }: SearchTerm): string[] {
  return (text.match(/[가-힣\u4e00-\u9fff]+/g) ?? []).sort((a, b) => b.length - a.length).slice(0, 1)
}

type Post = Awaited<ReturnType<typeof table.selectPosts>>[number]

/** Collects what fits, each message once. */
function createFinds({ query, terms, begin, end }: Search, limit: number) {
  const found = new Map<string, Message>()
  const before = Math.min(
    query.before ?? Number.MAX_SAFE_INTEGER,
    begin ? begin.createdAt + 1 : Number.MAX_SAFE_INTEGER,
  )

  function fits(message: Message) {
    if (begin && comparePlaces(message, begin) <= 0) return false
    if (end && comparePlaces(message, end) > 0) return false
    return query.has === undefined || hasFeature(message, query.has)
  }

  /** The newest of some finds. `unread` tells whether there may be more, and from when. */
  function page(messages: Message[], unread: number | undefined): Finds {
    const sorted = messages.sort(comparePlaces)
    const shown = sorted.slice(0, limit)
    if (sorted.length > limit) return { messages: shown, end: shown.at(-1)! }
    if (unread === undefined) return { messages: shown, end: null }
    return { messages: shown, end: shown.length === limit ? shown.at(-1)! : lastPlaceAt(unread) }
  }

  const newerThan = (time: number) => [...found.values()].filter(({ createdAt }) => createdAt > time)

  return {
    sieve: {
      from: query.from,
      before,
      after: Math.max(query.after ?? 0, end?.createdAt ?? 0) || undefined,
      holding: terms.flatMap(literalPart),
    },
    add(posts: readonly Post[]) {
      for (const { text, toMessage } of posts) {
        if (!matchesText(text, terms)) continue
        const message = toMessage()
        if (fits(message)) found.set(`${message.roomId}:${message.seq}`, message)
      }
    },
    /**
     * Whether a page may end here: only further back than it began, or the next one would go over the same again. A stretch
     * that is searched first may have ended later than the page began.
     */
    isPast: (time: number) => time < before - 1,
    isFullAbove: (time: number) => found.size >= limit && newerThan(time).length >= limit,
    /** When the last find of a full page was written; 0 while none is full. */
    fullSince: () => [...found.values()].sort(comparePlaces)[limit - 1]?.createdAt ?? 0,
    /** What is newer than everything that was not read. */
    above: (time: number) => page(newerThan(time), time < 0 ? undefined : time),
    all: () => page([...found.values()], undefined),
  }
}
