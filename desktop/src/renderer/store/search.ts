/**
 * Search, as the server answers it; where it cannot be reached, over what is cached on this machine. Rooms are read from
 * their ends, a little at a time, always the one that reaches furthest into the present: so finds come newest first, and
 * reading stops as soon as a page is full.
 */
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { hasFeature, matchesText, parseTerms, searchedText } from '@chatter/shared/search.match.ts'
import { type SearchPage, type SearchQuery, searchLimits } from '@chatter/shared/search.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { Api } from '../connection/api.ts'
import { isUnreachable, unreachable } from '../connection/request.ts'
import type { Cache } from './cache.ts'

/** The page is never held up longer than this at a time, in milliseconds: less than a frame. */
const patience = 8

/** Messages that are read at once: as many as there is time for. */
const portions = { first: 50, least: 10, most: 400 } as const

export type SearchOptions = {
  api: Pick<Api, 'search'>
  cache: () => Cache | undefined
  read: () => Snapshot
  /** Whether asking the server is pointless now. */
  isOffline: () => boolean
}

/** Where a message stands among all finds. */
type Place = Pick<Message, 'createdAt' | 'roomId' | 'seq'>

/** A room that is being read from its end. */
type Reading = {
  roomId: number
  /** The next message to read. */
  last: number
  /** Nothing that is still to be read is newer. */
  upTo: number
}

export function createSearch({ api, cache, read, isOffline }: SearchOptions) {
  let turns = 0

  async function search(query: SearchQuery): Promise<SearchPage & { isOffline: boolean }> {
    const turn = ++turns
    // Pages of one search follow each other from the same source.
    const isOfCache = query.cursor?.startsWith(cachePrefix) ?? false
    if (!isOfCache && !isOffline())
      try {
        return { ...(await api.search(query)), isOffline: false }
      } catch (error) {
        if (!isUnreachable(error)) throw error
      }
    if (query.cursor !== undefined && !isOfCache) throw unreachable()
    return { ...(await searchCache(query, () => turn === turns)), isOffline: true }
  }

  /** @param isWanted false when another search was begun since: then what was found so far is enough */
  async function searchCache(query: SearchQuery, isWanted: () => boolean): Promise<SearchPage> {
    const { limit = searchLimits.defaultPage } = query
    const begin = query.cursor === undefined ? undefined : parseCursor(query.cursor)
    const isMeant = isSought(query)
    const fits = (message: Message) => (!begin || newestFirst(begin, message) < 0) && isMeant(message)
    const pause = createPauses()
    const found: Message[] = []
    let readings = await openReadings(query, begin)
    let portion: number = portions.first
    while (readings.length > 0 && isWanted() && !isFull(found, limit, readings)) {
      const reading = readings.reduce((newest, other) => (other.upTo > newest.upTo ? other : newest))
      await pause()
      const start = performance.now()
      const messages = await readPortion(reading, portion)
      for (const message of messages) {
        if (fits(message)) found.push(message)
        await pause()
      }
      portion = nextPortion(portion, performance.now() - start)
      reading.last -= messages.length
      reading.upTo = messages[0]?.createdAt ?? 0
      const isOver = messages.length === 0 || reading.last < 1 || reading.upTo < (query.after ?? 0)
      if (isOver) readings = readings.filter(other => other !== reading)
    }
    const page = found.sort(newestFirst).slice(0, limit)
    const hasMore = found.length > limit || readings.length > 0
    return { messages: page, cursor: hasMore && page.length === limit ? formatCursor(page.at(-1)!) : null }
  }

  async function openReadings({ roomId, before }: SearchQuery, begin: Place | undefined): Promise<Reading[]> {
    const rooms = Object.values(read().rooms).filter(({ id }) => roomId === undefined || id === roomId)
    if (roomId !== undefined && rooms.length === 0)
      throw new ChatterError('not_found', 'There is no such room.')
    const end = Math.min(
      before ?? Number.POSITIVE_INFINITY,
      begin ? begin.createdAt + 1 : Number.POSITIVE_INFINITY,
    )
    const opened = rooms.map(async ({ id, lastMessage }) => {
      const last = Number.isFinite(end) ? await cache()?.findDate(id, end) : cache()?.stretchOf(id)?.last
      return last === undefined ? [] : [{ roomId: id, last, upTo: lastMessage?.createdAt ?? end }]
    })
    return (await Promise.all(opened)).flat()
  }

  async function readPortion({ roomId, last }: Reading, portion: number): Promise<readonly Message[]> {
    // Somebody who was removed meanwhile reads nothing more.
    if (!read().rooms[roomId]) return []
    return (await cache()?.readMessages(roomId, Math.max(1, last - portion + 1), last))?.messages ?? []
  }

  return search
}

/** Whether a message is meant by the query, its room apart; made once for many messages. */
export function isSought({ query, from, before, after, has }: SearchQuery): (message: Message) => boolean {
  const terms = parseTerms(query)
  return message =>
    message.kind === 'post' &&
    message.deletedAt === undefined &&
    (from === undefined || message.author.id === from) &&
    (before === undefined || message.createdAt < before) &&
    (after === undefined || message.createdAt >= after) &&
    (has === undefined || hasFeature(message, has)) &&
    matchesText(searchedText(message), terms)
}

/** Whether a page is found that nothing unread belongs on. */
function isFull(found: Message[], limit: number, readings: readonly Reading[]): boolean {
  if (found.length < limit) return false
  const last = found.sort(newestFirst)[limit - 1]!
  return readings.every(({ upTo }) => upTo < last.createdAt)
}

function newestFirst(one: Place, other: Place): number {
  return other.createdAt - one.createdAt || other.roomId - one.roomId || other.seq - one.seq
}

function nextPortion(portion: number, took: number): number {
  if (took > patience) return Math.max(portions.least, Math.floor(portion / 2))
  return took < patience / 2 ? Math.min(portions.most, portion * 2) : portion
}

/** Lets the page do what else it has to do, whenever it was held up for long enough. */
function createPauses() {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < patience) return
    await new Promise(resolve => setTimeout(resolve))
    since = performance.now()
  }
}

const cachePrefix = 'cache:'

function formatCursor({ createdAt, roomId, seq }: Place): string {
  return `${cachePrefix}${createdAt}:${roomId}:${seq}`
}

function parseCursor(cursor: string): Place {
  const [createdAt, roomId, seq] = cursor.slice(cachePrefix.length).split(':').map(Number)
  if (!createdAt || !roomId || !seq)
    throw new ChatterError('invalid_input', 'This is not where a page ended.', { field: 'cursor' })
  return { createdAt, roomId, seq }
}
