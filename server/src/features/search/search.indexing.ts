/**
 * Fills the index behind the write path: nobody who posts waits for it, or tells it anything. It looks by itself which rooms
 * have gone on, and takes less time the more is being written; while people talk, it works in the moments after a post, and looks
 * only when that is worth it. What it does not know yet is searched literally, so it may be late, but never wrong; what it had
 * begun when its server was killed, it begins again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { isConnectionLost } from '../../lib/database-errors.ts'
import type { Nodes } from '../../lib/nodes.ts'
import { transact } from '../../lib/transact.ts'
import * as table from './search.documents.table.ts'
import { longestDocument, toDocuments } from './search.documents.ts'

/** Messages that are indexed at once. */
const batch = 8 * longestDocument

/**
 * A room waits until it has a document full. Rooms with less are searched literally; only when there is more than this of it
 * altogether are the fullest of them indexed sooner. So quiet rooms do not fill the index with tiny documents.
 */
const leftover = 1_024

/**
 * How often it looks, how often at least while people talk, and how long documents stay that newer ones stand for, in milliseconds.
 */
const interval = 1_000
const longestInterval = 10_000
const grace = 60_000

/** So many messages are worth a look while people talk. */
const worthLooking = 4 * longestDocument

/** How long the moment after a post is waited for, in milliseconds. */
const longestLull = 200

/** The share of time that it takes while nobody writes, and the least; and how many messages a second make it the least. */
const shares = { most: 0.8, least: 0.03, busy: 400 }

/** Fewer messages a second than this are no crowd: between two of them there is time for one document, but not for more. */
const crowd = 100

export type Indexing = { close: () => Promise<void> }

export function startIndexing(app: FastifyInstance): Indexing {
  const closing = new AbortController()
  const pace = createPace()
  const isMine = shareIndexing(app.nodes)
  const work = run()

  async function run() {
    let isFine = true
    while (!closing.signal.aborted) {
      // One node does it for all. Two at a time are safe, but one of them works in vain.
      if (!isMine()) {
        await rest(interval)
        continue
      }
      try {
        await app.talk.lull(longestLull)
        const due = pace.look(await table.selectBehind(app.db), Date.now())
        const end = Date.now() + interval
        for (const room of due) {
          if (closing.signal.aborted || Date.now() > end) break
          await indexAtPace(room)
        }
        await table.deleteStale(app.db, Date.now() - grace)
        isFine = true
        if (due.length === 0) await restUntilWorthLooking()
      } catch (error) {
        if (isFine && !closing.signal.aborted && !isConnectionLost(error))
          app.log.error({ err: error }, 'not indexed yet')
        isFine = false
        await rest(5 * interval)
      }
    }
  }

  async function indexAtPace(room: table.RoomProgress) {
    await app.talk.lull(longestLull)
    const start = performance.now()
    pace.indexed += await indexRoom(app, room, pace.isCrowd() ? batch : longestDocument)
    await rest(pace.restAfter(performance.now() - start))
  }

  /** Each look is a moment in which the database has no time for others. */
  async function restUntilWorthLooking() {
    const { written } = app.messageWriter
    const [before, end] = [written(), Date.now() + longestInterval]
    do await rest(interval)
    while (
      !closing.signal.aborted &&
      app.talk.isLively() &&
      written() - before < worthLooking &&
      Date.now() < end
    )
  }

  async function rest(milliseconds: number) {
    await pause(milliseconds, undefined, { signal: closing.signal, ref: false }).catch(() => {})
  }

  return {
    async close() {
      closing.abort()
      await work
    },
  }
}

/** Returns whether this node is the first of those that index, which is not said of every node. */
function shareIndexing(nodes: Nodes): () => boolean {
  const others = new Set<string>()
  const tell = () => nodes.tell('indexes', {})
  nodes.onMet(tell)
  nodes.on('indexes', (_, node) => {
    if (others.has(node)) return
    others.add(node)
    tell()
  })
  return () => nodes.isFirst(others)
}

/** Chooses what is due, and knows how much is being written. */
function createPace() {
  let before: { pending: number; at: number } | undefined
  let share = shares.most
  let rate = 0
  const pace = {
    /** What became known since the last look. */
    indexed: 0,
    look(behind: readonly table.RoomProgress[], now: number): table.RoomProgress[] {
      const pending = behind.reduce((sum, room) => sum + pendingOf(room), 0)
      if (before && now > before.at) {
        const written = pending - before.pending + pace.indexed
        rate = (Math.max(0, written) * 1_000) / (now - before.at)
        share = Math.max(shares.least, shares.most * (1 - rate / shares.busy))
      }
      before = { pending, at: now }
      pace.indexed = 0
      return chooseDue(behind)
    },
    isCrowd: () => rate >= crowd,
    restAfter: (worked: number) => (worked * (1 - share)) / share,
  }
  return pace
}

/** How many changes of a room the index does not know. */
function pendingOf({ rev, indexedRev }: table.RoomProgress): number {
  return rev - indexedRev
}

/** The rooms that have a document full, and of the others so many that little is left; the fullest first. */
export function chooseDue(behind: readonly table.RoomProgress[]): table.RoomProgress[] {
  const fullest = [...behind].sort((a, b) => pendingOf(b) - pendingOf(a))
  let left = fullest.reduce((sum, room) => sum + Math.min(pendingOf(room), longestDocument), 0)
  return fullest.filter(room => {
    const isDue = pendingOf(room) >= longestDocument || left > leftover
    if (isDue) left -= Math.min(pendingOf(room), longestDocument)
    return isDue
  })
}

/** Indexes everything that was said before now. For tests and tools. */
export async function indexEverything(app: FastifyInstance): Promise<void> {
  for (
    let behind = await table.selectBehind(app.db);
    behind.length > 0;
    behind = await table.selectBehind(app.db)
  )
    for (const room of behind) await indexRoom(app, room)
}

/**
 * Takes a room one step further, and returns by how many changes.
 *
 * Messages are read first and without a lock. What changes meanwhile gets a higher `rev` than the one up to which the room
 * counts as known, and is due next time. Where another server was faster, nothing is written.
 * @param most new messages in this step
 */
export async function indexRoom(
  app: FastifyInstance,
  room: table.RoomProgress,
  most = batch,
): Promise<number> {
  const { roomId, indexedSeq, indexedRev } = room
  const upToSeq = Math.min(room.lastSeq, indexedSeq + most)
  // A post raises both counts of its room, so what comes after a `seq` has a higher `rev`.
  const upToRev = upToSeq === room.lastSeq ? room.rev : Math.max(indexedRev, upToSeq)
  const fresh = await table.selectSources(app.db, roomId, indexedSeq + 1, upToSeq)
  const changed = await table.selectChanged(app.db, roomId, { after: indexedRev, upTo: upToRev }, indexedSeq)
  const documents = [...(await toDocumentsCalmly(roomId, fresh)), ...reword(roomId, changed)]
  const stale: number[] = []
  for (const { seq } of changed.filter(({ isDeleted }) => isDeleted))
    for (const held of await table.selectHolding(app.db, roomId, seq, longestDocument)) {
      if (stale.includes(held.id)) continue
      stale.push(held.id)
      documents.push(...(await renew(app, roomId, held)))
    }
  if (indexedSeq === 0 && indexedRev === 0) await table.insertProgress(app.db, roomId)
  const isWritten = await transact(app.db, async trx => {
    const now = await table.lockProgress(trx, roomId)
    if (now?.indexedRev !== indexedRev || now.indexedSeq !== indexedSeq) return false
    await table.insertDocuments(trx, roomId, documents)
    await table.markStale(trx, stale, Date.now())
    await table.updateProgress(trx, { roomId, indexedRev: upToRev, indexedSeq: upToSeq })
    return true
  })
  return isWritten ? upToRev - indexedRev : 0
}

/** Cutting up many messages takes a while, in which others are let through. */
async function toDocumentsCalmly(roomId: number, sources: readonly table.Source[]) {
  const documents: table.NewDocument[] = []
  for (let at = 0; at < sources.length; at += longestDocument) {
    documents.push(...toDocuments(roomId, sources.slice(at, at + longestDocument)))
    await new Promise(setImmediate)
  }
  return documents
}

/** An edited message gets a document of its own, beside the one that knows its old words. */
function reword(roomId: number, changed: readonly table.Source[]): table.NewDocument[] {
  return changed.flatMap(source => toDocuments(roomId, [source]))
}

/** Where something was deleted, no word of it stays. */
async function renew(
  app: FastifyInstance,
  roomId: number,
  { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
): Promise<table.NewDocument[]> {
  return toDocuments(roomId, await table.selectSources(app.db, roomId, firstSeq, lastSeq))
}
