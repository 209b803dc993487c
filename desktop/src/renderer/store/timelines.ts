/** The stretches of rooms that are on screen: opened, grown at both ends, and let go. From the cache first, then the server. */
import { ChatterError } from '@chatter/shared/errors.ts'
import { isUnreadPost, knownRev } from '@chatter/shared/messages.apply.ts'
import type { MessagePage } from '@chatter/shared/messages.ts'
import { type Snapshot, type Timeline, without } from '@chatter/shared/snapshot.ts'
import type { Api, PageQuery } from '../connection/api.ts'
import { isUnreachable, unreachable } from '../connection/request.ts'
import type { Cache } from './cache.ts'
import type { Known } from './known.ts'

/** Messages that are read at once. */
const pageSize = 50

/** From the cache, beside what is there: whoever scrolls fast meets fewer pages, and one is there within some milliseconds. */
const cachedPageSize = 200

/** Messages of a room that are kept in memory while it is not open, and from how many on it is cut back to them. */
export const memoryLimits = { kept: 400, most: 600 } as const

/** The snapshot with the timelines of closed rooms cut back to their newest part. Views of old history are let go. */
export function trimTimelines(
  snapshot: Snapshot,
  roomIds: Iterable<number>,
  openRoomId: number | undefined,
  most: number = memoryLimits.most,
): Snapshot {
  let { timelines } = snapshot
  for (const roomId of roomIds) {
    const timeline = timelines[roomId]
    if (!timeline || roomId === openRoomId) continue
    if (timeline.hasAfter) timelines = without(timelines, roomId)
    else if (timeline.messages.length > most) timelines = { ...timelines, [roomId]: newestOf(timeline) }
  }
  return timelines === snapshot.timelines ? snapshot : { ...snapshot, timelines }
}

function newestOf(timeline: Timeline): Timeline {
  return { ...timeline, messages: timeline.messages.slice(-memoryLimits.kept), hasBefore: true }
}

export type TimelinesOptions = {
  known: Known
  cache: () => Cache | undefined
  api: Pick<Api, 'readPage'>
  /** Whether asking the server is pointless now. */
  isOffline: () => boolean
}

export function createTimelines({ known, cache, api, isOffline }: TimelinesOptions) {
  let openRoomId: number | undefined
  /** Loads of one room follow each other, so that the last one asked for decides what is seen. */
  const loads = new Map<number, Promise<void>>()
  /** Rooms where somebody is being taken to a message. */
  const jumps = new Set<number>()

  function inTurn(roomId: number, load: () => Promise<void>): Promise<void> {
    const before = loads.get(roomId) ?? Promise.resolve()
    const turn = before.catch(() => undefined).then(load)
    loads.set(roomId, turn)
    const leave = () => {
      if (loads.get(roomId) === turn) loads.delete(roomId)
    }
    turn.then(leave, leave)
    return turn
  }

  const timelineOf = (roomId: number): Timeline | undefined => known.read().timelines[roomId]
  const reachesEnd = (roomId: number) => timelineOf(roomId)?.hasAfter === false

  async function loadNewest(roomId: number) {
    if (reachesEnd(roomId)) return
    await loadCachedNewest(roomId)
    if (!reachesEnd(roomId)) await fetchNewest(roomId)
  }

  /** For rooms of which nothing is here: whoever reads old history in one is left there. */
  const unlessThere = (load: (roomId: number) => Promise<void>) => (roomId: number) =>
    inTurn(roomId, async () => {
      if (!timelineOf(roomId)) await load(roomId)
    })

  async function loadCachedNewest(roomId: number) {
    const stretch = cache()?.stretchOf(roomId)
    if (!stretch || reachesEnd(roomId)) return
    const page = await cache()?.readMessages(roomId, stretch.last - pageSize + 1, Number.MAX_SAFE_INTEGER)
    // Rooms without messages have nothing to keep; the server says it as quickly.
    if (page && page.messages.length > 0 && !reachesEnd(roomId)) known.foldCachedPage(roomId, page)
  }

  async function fetchNewest(roomId: number) {
    const { page, revBefore } = await fetchPage(roomId, {})
    if (!reachesEnd(roomId)) known.foldPage(roomId, page, revBefore)
  }

  async function fetchPage(
    roomId: number,
    query: PageQuery,
  ): Promise<{ page: MessagePage; revBefore: number }> {
    if (!known.read().rooms[roomId]) throw new ChatterError('not_found', 'There is no such room.')
    if (isOffline()) throw unreachable()
    const revBefore = knownRev(known.read(), roomId)
    return { page: await api.readPage(roomId, { limit: pageSize, ...query }), revBefore }
  }

  /** Reads messages that touch the timeline. Where it moved meanwhile, what was read has no place any more. */
  async function loadBeside(roomId: number, query: { before: number } | { after: number }) {
    const [first, last] =
      'before' in query
        ? [query.before - cachedPageSize, query.before - 1]
        : [query.after + 1, query.after + cachedPageSize]
    const cached = await cache()?.readMessages(roomId, Math.max(1, first), last)
    if (cached && cached.messages.length > 0 && touches(roomId, cached)) {
      known.foldCachedPage(roomId, cached)
      return
    }
    const { page, revBefore } = await fetchPage(roomId, query)
    if (page.messages.length === 0 || touches(roomId, page)) known.foldPage(roomId, page, revBefore)
  }

  function touches(roomId: number, { messages }: Pick<MessagePage, 'messages'>): boolean {
    const timeline = timelineOf(roomId)
    const first = timeline?.messages[0]?.seq
    const last = timeline?.messages.at(-1)?.seq
    const pageFirst = messages[0]?.seq
    const pageLast = messages.at(-1)?.seq
    if (!first || !last || !pageFirst || !pageLast) return false
    return pageFirst <= last + 1 && pageLast >= first - 1
  }

  async function loadAround(roomId: number, seq: number) {
    if (timelineOf(roomId)?.messages.some(message => message.seq === seq)) return
    const half = pageSize / 2
    const stretch = cache()?.stretchOf(roomId)
    if (stretch && seq >= stretch.first && seq <= stretch.last) {
      const cached = await cache()?.readMessages(roomId, seq - half, seq + half)
      if (cached && cached.messages.length > 0) {
        known.foldCachedPage(roomId, cached)
        return
      }
    }
    const { page, revBefore } = await fetchPage(roomId, { around: seq })
    known.foldPage(roomId, page, revBefore)
  }

  /** Offline, the cache knows the dates that it reaches back to. */
  async function findDate(roomId: number, timestamp: number): Promise<number> {
    try {
      const { page } = await fetchPage(roomId, { at: timestamp, limit: 1 })
      return page.messages[0]?.seq ?? 1
    } catch (error) {
      const seq = isUnreachable(error) ? await cache()?.findDate(roomId, timestamp) : undefined
      if (seq === undefined) throw error
      return seq
    }
  }

  function firstUnread(roomId: number): number | undefined {
    const { rooms, timelines, me } = known.read()
    const room = rooms[roomId]
    if (!room || room.unreadCount === 0) return undefined
    const messages = timelines[roomId]?.messages ?? []
    const reachesBack = (messages[0]?.seq ?? Number.POSITIVE_INFINITY) <= room.readSeq + 1
    const first = reachesBack && messages.find(message => isUnreadPost(message, room.readSeq, me?.id))
    return first ? first.seq : room.readSeq + 1
  }

  return {
    findDate,
    firstUnread,
    openRoomId: () => openRoomId,
    /** Without loading anything: the room that the app shows when it starts. */
    remember(roomId: number) {
      openRoomId = roomId
    },

    open(roomId: number): Promise<void> {
      const left = openRoomId
      openRoomId = roomId
      if (left !== undefined && left !== roomId)
        known.change(snapshot => trimTimelines(snapshot, [left], roomId, memoryLimits.kept))
      cache()?.rememberOpenRoom(roomId)
      // A notification opens the room and a message in it, in whatever order the views come to it: the message wins.
      return jumps.has(roomId)
        ? (loads.get(roomId) ?? Promise.resolve())
        : inTurn(roomId, () => loadNewest(roomId))
    },

    /** The newest messages of a room of which nothing is here, from the cache only. */
    loadCached: unlessThere(loadCachedNewest),
    /** The newest messages of a room of which nothing is here. */
    load: unlessThere(loadNewest),

    loadBefore: (roomId: number) =>
      inTurn(roomId, async () => {
        const timeline = timelineOf(roomId)
        const first = timeline?.messages[0]
        if (first && timeline?.hasBefore) await loadBeside(roomId, { before: first.seq })
      }),

    loadAfter: (roomId: number) =>
      inTurn(roomId, async () => {
        const timeline = timelineOf(roomId)
        const last = timeline?.messages.at(-1)
        if (last && timeline?.hasAfter) await loadBeside(roomId, { after: last.seq })
      }),

    loadAround(roomId: number, seq: number): Promise<void> {
      jumps.add(roomId)
      return inTurn(roomId, () => loadAround(roomId, seq)).finally(() => jumps.delete(roomId))
    },

    trim: (snapshot: Snapshot, roomIds: Iterable<number>) => trimTimelines(snapshot, roomIds, openRoomId),
  }
}
