/** Catching up: after each connection, and wherever an event shows that something is missing. */
import { ChatterError } from '@chatter/shared/errors.ts'
import { continueChanges, isBehind, knownRev } from '@chatter/shared/messages.apply.ts'
import type { ChangePage } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { Api } from './api.ts'
import { backoff } from './backoff.ts'

/** Rooms that catch up at the same time: as many as a browser lets ask one server. */
const parallel = 6

export type SyncOptions = {
  api: Pick<Api, 'listRooms' | 'readChanges'>
  isConnected: () => boolean
  read: () => Snapshot
  /** Holds events back from now on; the function it returns folds the list first, then what was held back. */
  beginList: () => { fold: (rooms: readonly Room[]) => void; cancel: () => void }
  foldChanges: (roomId: number, page: ChangePage, sinceRev: number) => void
  /** Takes the room with all that is cached of it out of the snapshot. */
  forgetRoom: (roomId: number) => void
  /** Brings the room's cached timeline into the snapshot, if there is one. */
  loadTimeline: (roomId: number) => Promise<void>
  /** Which rooms a person wants to see first. */
  order: (rooms: readonly Room[]) => Room[]
  random: () => number
}

export type Sync = {
  /**
   * Fetches the list of rooms, says so, and catches up every room that is cached; unless the next run begins before.
   * @throws ChatterError when there is no list to be had
   */
  run(onListed: () => void): Promise<void>
  /** Fetches the list of rooms again; callers at the same time share one. */
  refreshRooms(): Promise<void>
  /** The server told that this room has come as far as `rev`. */
  hear(roomId: number, rev: number): void
  /** Catches this room up if it is behind of what was heard. Once at a time per room. */
  catchUp(roomId: number): Promise<void>
}

export function createSync(options: SyncOptions): Sync {
  const { api, isConnected, read, random } = options
  const { pause, wake } = createPauses()
  const inTurn = createGate(parallel)
  /** The furthest rev that the server told of each room. */
  const heard = new Map<number, number>()
  const running = new Map<number, Promise<void>>()
  let listing: Promise<void> | undefined
  /** How often the connection began anew. */
  let runs = 0

  async function run(onListed: () => void) {
    const own = ++runs
    wake()
    // A list that was asked for before knows nothing of what was said while nobody listened.
    listing = undefined
    await refreshRooms()
    if (own !== runs) return
    onListed()
    const queue = options.order(Object.values(read().rooms))
    const workers = Array.from({ length: parallel }, async () => {
      for (let room = queue.shift(); room && isConnected(); room = queue.shift()) {
        await options.loadTimeline(room.id)
        await catchUp(room.id)
      }
    })
    await Promise.all(workers)
  }

  function refreshRooms() {
    if (listing) return listing
    const own: Promise<void> = fetchRooms().finally(() => {
      if (listing === own) listing = undefined
    })
    listing = own
    return own
  }

  async function fetchRooms() {
    const connection = runs
    const known = read().rooms
    const list = options.beginList()
    try {
      const rooms = await api.listRooms()
      if (connection !== runs) return list.cancel()
      for (const { id, rev } of rooms)
        if (rev < (known[id]?.rev ?? 0)) forget(id)
        else hear(id, rev)
      list.fold(rooms)
    } catch (error) {
      list.cancel()
      throw error
    }
  }

  function hear(roomId: number, rev: number) {
    heard.set(roomId, Math.max(rev, heard.get(roomId) ?? 0))
  }

  function isMissingSomething(roomId: number) {
    const snapshot = read()
    if (!snapshot.rooms[roomId]) return false
    return isBehind(snapshot, roomId) || knownRev(snapshot, roomId) < (heard.get(roomId) ?? 0)
  }

  function catchUp(roomId: number): Promise<void> {
    const current = running.get(roomId)
    if (current) return current
    if (!isMissingSomething(roomId)) return Promise.resolve()
    const work = catchUpFully(roomId).finally(() => {
      running.delete(roomId)
    })
    running.set(roomId, work)
    return work
  }

  /** Goes on until nothing is missing or the connection is lost; then the next connection begins anew. */
  async function catchUpFully(roomId: number) {
    for (let failures = 0; isConnected() && isMissingSomething(roomId); ) {
      const before = knownRev(read(), roomId)
      try {
        await catchUpOnce(roomId)
        // A round that brings nothing new must not be followed by the same at once, for ever.
        if (knownRev(read(), roomId) > before || !isMissingSomething(roomId)) failures = 0
        else await pause(backoff(failures++, random()))
      } catch (error) {
        if (!(error instanceof ChatterError)) throw error
        if (error.code === 'not_found') return leaveOut(roomId)
        await pause(Math.max(backoff(failures++, random()), (error.retryAfter ?? 0) * 1000))
      }
    }
  }

  async function catchUpOnce(roomId: number) {
    const { page, sinceRev } = await inTurn(() => gather(roomId))
    if (!read().rooms[roomId]) return
    if (page.roomRev < sinceRev) {
      forget(roomId)
      return refreshRooms()
    }
    hear(roomId, page.roomRev)
    // What was known stepped back while the answer was on its way: it does not reach back far enough.
    if (knownRev(read(), roomId) < sinceRev) return
    options.foldChanges(roomId, page, sinceRev)
    // A reset brings messages but not what is unread: only the list knows.
    if (page.reset && isMissingSomething(roomId)) await refreshRooms()
  }

  async function gather(roomId: number): Promise<{ page: ChangePage; sinceRev: number }> {
    const sinceRev = knownRev(read(), roomId)
    let gathered: ChangePage | undefined
    do {
      const from: number = gathered?.rev ?? sinceRev
      const page = await api.readChanges(roomId, { sinceRev: from })
      if (!page.reset && page.rev <= from && page.rev < page.roomRev)
        throw new ChatterError('internal', 'The server told of changes, but not which.')
      gathered = continueChanges(gathered, page)
    } while (!gathered.reset && gathered.rev < gathered.roomRev)
    return { page: gathered, sinceRev }
  }

  /** What the server knows of this room is older than what we know: it was restored from a backup. */
  function forget(roomId: number) {
    heard.delete(roomId)
    options.forgetRoom(roomId)
  }

  /** The room is gone, or the person left it: the list says which rooms there are. */
  async function leaveOut(roomId: number) {
    heard.delete(roomId)
    await refreshRooms().catch(() => undefined)
  }

  return { run, refreshRooms, hear, catchUp }
}

/** Lets so many at a time do their work, in the order in which they came. */
function createGate(places: number) {
  const waiting: (() => void)[] = []
  let free = places
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** Pauses that a new connection ends. */
function createPauses() {
  const pauses = new Set<() => void>()
  return {
    pause(milliseconds: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, milliseconds)
      pauses.add(resolve)
      return promise.finally(() => {
        clearTimeout(timer)
        pauses.delete(resolve)
      })
    },
    wake() {
      for (const resolve of pauses) resolve()
    },
  }
}
