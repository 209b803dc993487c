/**
 * What the server said, kept on this machine: rooms, people, and a stretch of each room's newest messages. It can always
 * be fetched again. Writes gather for a moment and go in one transaction, messages together with the rev that they are
 * known to: what is lost with a killed app is the newest part, and a catch-up from that rev brings it back.
 */
import type { Account } from '@chatter/shared/accounts.ts'
import { AlertPreferences } from '@chatter/shared/alerts.ts'
import { UploadLimits } from '@chatter/shared/attachments.ts'
import { fits } from '@chatter/shared/check.ts'
import { Message, type MessagePage } from '@chatter/shared/messages.ts'
import { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { Dexie, Table } from 'dexie'
import { type Static, type TSchema, Type } from 'typebox'
import { forgetLastScreen } from '../lib/last-screen.ts'
import { databaseName, type Owner, openReplaceable, type Storage } from './database.ts'
import { type Growth, growByNews, growByPage, pruned, type Stretch } from './stretch.ts'

/** Raised when the rows change their meaning: a cache of another schema is discarded. */
const schema = 2

/** How long writes gather, in milliseconds. */
const gatherTime = 100

const tables = { rooms: 'id', accounts: 'id', stretches: 'roomId', messages: '[roomId+seq]', meta: 'name' }

type StretchRow = Stretch & { roomId: number }
const StretchRow = Type.Object({
  roomId: Type.Integer(),
  first: Type.Integer({ minimum: 1 }),
  last: Type.Integer({ minimum: 0 }),
  rev: Type.Integer({ minimum: 0 }),
})

/** Which posts wait to be told until the person may be disturbed again, by room. */
export const HeldPlaces = Type.Array(
  Type.Object({ roomId: Type.Integer(), seqs: Type.Array(Type.Integer({ minimum: 1 })) }),
)
export type HeldPlaces = Static<typeof HeldPlaces>

/** What is in the cache when the app starts; without the messages, which are read by room. */
export type CachedState = {
  rooms: Room[]
  openRoomId: number | undefined
  limits?: UploadLimits
  alertPreferences?: AlertPreferences
  held?: HeldPlaces
}

/** A page of history from the cache, true up to `rev`. */
export type CachedPage = MessagePage & { rev: number }

export type Cache = Awaited<ReturnType<typeof openCache>>

/** Opens the cache of a person. Where the machine has no room for one, the app works without. */
export async function openCache(owner: Owner, storage: Storage) {
  const name = databaseName('cache', owner)
  const options = { name, tables, storage, durability: 'relaxed' as const }
  let db: Dexie | undefined
  db = await openReplaceable(options).catch(giveUp)
  let read = db && (await readState(db).catch(() => undefined))
  if (db && !read) {
    await db.delete().catch(giveUp)
    db = await openReplaceable(options).catch(giveUp)
    read = db && (await readState(db).catch(giveUp))
  }
  const stretches = new Map(read?.stretches.map(({ roomId, ...stretch }) => [roomId, stretch]))
  const state: CachedState = {
    rooms: read?.rooms ?? [],
    openRoomId: read?.openRoomId,
    ...(read?.limits && { limits: read.limits }),
    ...(read?.alertPreferences && { alertPreferences: read.alertPreferences }),
    ...(read?.held && { held: read.held }),
  }

  /** What is in the tables already, to write only what is new. */
  let written: Pick<Snapshot, 'rooms' | 'accounts'> = {
    rooms: Object.fromEntries(state.rooms.map(room => [room.id, room])),
    accounts: {},
  }
  let latest = written
  let dirty = createDirty()
  let unwrittenRoomId: number | undefined
  let unwrittenHeld: HeldPlaces | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let flushing: Promise<void> = Promise.resolve()

  function giveUp(error: unknown): undefined {
    console.error('The cache on this machine does not work; the app goes on without it.', error)
    db = undefined
    return undefined
  }

  function schedule() {
    if (db) timer ??= setTimeout(flush, gatherTime)
  }

  function grow(roomId: number, growth: Growth | undefined) {
    if (!growth) return
    if (growth.clear) dirty.clear(roomId)
    dirty.put(roomId, growth.put)
    const stretch = pruned(growth.stretch)
    if (stretch.first > growth.stretch.first) dirty.prune(roomId, stretch.first)
    stretches.set(roomId, stretch)
    dirty.stretches.add(roomId)
    schedule()
  }

  /** Writes what has gathered. Resolves when it is written, with everything that was being written before. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    flushing = flushing.then(write)
    return flushing
  }

  async function write() {
    const isNothingElse = unwrittenRoomId === undefined && unwrittenHeld === undefined
    if (!db || (dirty.isClean() && latest === written && isNothingElse)) return
    const changes = dirty
    const openRoomId = unwrittenRoomId
    const heldPlaces = unwrittenHeld
    const before = written
    const after = latest
    const rows = [...changes.stretches].map(roomId => ({ roomId, ...stretches.get(roomId)! }))
    dirty = createDirty()
    unwrittenRoomId = undefined
    unwrittenHeld = undefined
    written = after
    // A failed write leaves the tables as they were: true, but older. What follows would leave a hole in them.
    await writeAll(db, { changes, rows, openRoomId, heldPlaces, before, after }).catch(giveUp)
  }

  return {
    state,
    stretchOf: (roomId: number): Stretch | undefined => stretches.get(roomId),

    /** The cached messages with `seq` from `first` to `last`, oldest first, and the rev up to which they are true. */
    async readMessages(roomId: number, first: number, last: number): Promise<CachedPage | undefined> {
      if (!dirty.isClean()) await flush()
      const stretch = stretches.get(roomId)
      if (!db || !stretch) return undefined
      const from = Math.max(first, stretch.first)
      const to = Math.min(last, stretch.last)
      const messages = await range(db.table('messages'), roomId, from, to)
        .toArray()
        .catch(() => [])
      const isWhole = messages.every((row, index) => row.seq === from + index && fits(Message, row))
      if (isWhole && messages.length === Math.max(0, to - from + 1))
        return { messages, hasBefore: from > 1, hasAfter: to < stretch.last, rev: stretch.rev }
      forget(roomId)
      return undefined
    },

    /**
     * The `seq` of the first cached message at or after a time, or of the last; undefined when it may lie further back
     * than what is cached.
     */
    async findDate(roomId: number, timestamp: number): Promise<number | undefined> {
      if (!dirty.isClean()) await flush()
      const stretch = stretches.get(roomId)
      if (!db || !stretch || stretch.last < stretch.first) return undefined
      const timeOf = async (seq: number) => {
        const row: Message | undefined = await db?.table('messages').get([roomId, seq])
        return row?.createdAt ?? Number.POSITIVE_INFINITY
      }
      if (stretch.first > 1 && (await timeOf(stretch.first)) >= timestamp) return undefined
      let [before, end] = [stretch.first - 1, stretch.last]
      while (end - before > 1) {
        const middle = Math.floor((before + end) / 2)
        if ((await timeOf(middle)) < timestamp) before = middle
        else end = middle
      }
      return end
    },

    async readAccounts(): Promise<Account[]> {
      const accounts: Account[] =
        (await db
          ?.table('accounts')
          .toArray()
          .catch(() => [])) ?? []
      written = {
        ...written,
        accounts: { ...Object.fromEntries(accounts.map(account => [account.id, account])) },
      }
      return accounts
    },

    /** The snapshot is now this: its rooms and accounts will be written. */
    remember(snapshot: Snapshot) {
      if (snapshot.rooms === latest.rooms && snapshot.accounts === latest.accounts) return
      const ended = [...stretches.keys()].filter(roomId => !snapshot.rooms[roomId])
      for (const roomId of ended) forget(roomId)
      latest = { rooms: snapshot.rooms, accounts: snapshot.accounts }
      // What a person may not read any more does not stay on their disk for a moment longer.
      if (ended.length === 0) return schedule()
      forgetLastScreen()
      void flush()
    },

    growByNews(roomId: number, messages: readonly Message[], fromRev: number, toRev: number) {
      grow(roomId, growByNews(stretches.get(roomId), messages, fromRev, toRev))
    },

    growByPage(roomId: number, page: { messages: readonly Message[]; hasAfter: boolean }, revBefore: number) {
      grow(roomId, growByPage(stretches.get(roomId), page, revBefore))
    },

    /** The room's newest page, after a gap that was too long to fill: what was cached before goes. */
    startAgain(roomId: number, messages: readonly Message[], rev: number) {
      grow(roomId, { ...growByPage(undefined, { messages, hasAfter: false }, rev)! })
    },

    forget,

    rememberOpenRoom(roomId: number) {
      state.openRoomId = roomId
      unwrittenRoomId = roomId
      schedule()
    },

    rememberHeld(places: HeldPlaces) {
      unwrittenHeld = places
      schedule()
    },

    rememberLimits(limits: UploadLimits) {
      db?.table('meta')
        .put({ name: 'limits', value: limits })
        .catch(() => undefined)
    },

    rememberAlertPreferences(preferences: AlertPreferences) {
      db?.table('meta')
        .put({ name: 'alertPreferences', value: preferences })
        .catch(() => undefined)
    },

    flush,

    async close() {
      await flush()
      db?.close()
      db = undefined
    },

    async delete() {
      clearTimeout(timer)
      await flushing
      await db?.delete().catch(giveUp)
      db = undefined
    },
  }

  function forget(roomId: number) {
    stretches.delete(roomId)
    dirty.forget(roomId)
    schedule()
  }
}

/** What has to be written. */
function createDirty() {
  const messages = new Map<number, Map<number, Message>>()
  /** Rooms whose messages before this `seq` go, before anything is put. */
  const removals = new Map<number, number>()
  const stretches = new Set<number>()
  const forgotten = new Set<number>()
  return {
    messages,
    removals,
    stretches,
    forgotten,
    isClean: () => stretches.size + forgotten.size === 0,
    put(roomId: number, put: readonly Message[]) {
      const ofRoom = messages.get(roomId) ?? new Map<number, Message>()
      for (const message of put) {
        const other = ofRoom.get(message.seq)
        if (!other || other.rev <= message.rev) ofRoom.set(message.seq, message)
      }
      messages.set(roomId, ofRoom)
    },
    clear(roomId: number) {
      messages.delete(roomId)
      removals.set(roomId, Number.POSITIVE_INFINITY)
    },
    prune(roomId: number, first: number) {
      removals.set(roomId, Math.max(first, removals.get(roomId) ?? 0))
      for (const seq of messages.get(roomId)?.keys() ?? []) if (seq < first) messages.get(roomId)?.delete(seq)
    },
    forget(roomId: number) {
      messages.delete(roomId)
      stretches.delete(roomId)
      removals.set(roomId, Number.POSITIVE_INFINITY)
      forgotten.add(roomId)
    },
  }
}

type Dirty = ReturnType<typeof createDirty>
type Known = Pick<Snapshot, 'rooms' | 'accounts'>
type Changes = {
  changes: Dirty
  rows: StretchRow[]
  openRoomId: number | undefined
  heldPlaces: HeldPlaces | undefined
  before: Known
  after: Known
}

async function writeAll(db: Dexie, work: Changes): Promise<void> {
  const { changes, rows, openRoomId, heldPlaces, before, after } = work
  const table = (name: keyof typeof tables) => db.table(name)
  await db.transaction('rw', Object.keys(tables), async () => {
    for (const [roomId, before] of changes.removals)
      await range(table('messages'), roomId, 0, before - 1).delete()
    if (openRoomId !== undefined) await table('meta').put({ name: 'openRoomId', value: openRoomId })
    if (heldPlaces) await table('meta').put({ name: 'held', value: heldPlaces })
    await table('stretches').bulkDelete([...changes.forgotten])
    await table('stretches').bulkPut(rows)
    for (const messages of changes.messages.values()) await table('messages').bulkPut([...messages.values()])
    await table('rooms').bulkDelete(
      Object.keys(before.rooms)
        .map(Number)
        .filter(id => !after.rooms[id]),
    )
    await table('rooms').bulkPut(Object.values(after.rooms).filter(room => before.rooms[room.id] !== room))
    const isNews = (account: Account) => before.accounts[account.id] !== account
    await table('accounts').bulkPut(Object.values(after.accounts).filter(isNews))
  })
}

type ReadState = CachedState & { stretches: StretchRow[] }

/** Undefined for a cache of another version of the app, or a damaged one. */
async function readState(db: Dexie): Promise<ReadState | undefined> {
  const [meta, rooms, stretches] = await db.transaction('r', ['meta', 'rooms', 'stretches'], () =>
    Promise.all([db.table('meta').toArray(), db.table('rooms').toArray(), db.table('stretches').toArray()]),
  )
  const valueNamed = (name: string) => meta.find(row => row.name === name)?.value
  if (meta.length === 0 && rooms.length === 0) await db.table('meta').put({ name: 'schema', value: schema })
  else if (valueNamed('schema') !== schema) return undefined
  if (!areAll(Room, rooms) || !areAll(StretchRow, stretches)) return undefined
  const openRoomId = valueNamed('openRoomId')
  const limits = valueNamed('limits')
  const alertPreferences = valueNamed('alertPreferences')
  const held = valueNamed('held')
  return {
    rooms,
    stretches,
    openRoomId: typeof openRoomId === 'number' ? openRoomId : undefined,
    ...(fits(UploadLimits, limits) && { limits }),
    ...(fits(AlertPreferences, alertPreferences) && { alertPreferences }),
    ...(fits(HeldPlaces, held) && { held }),
  }
}

function areAll<Schema extends TSchema>(schema: Schema, rows: unknown[]): boolean {
  return rows.every(row => fits(schema, row))
}

function range(messages: Table<Message>, roomId: number, first: number, last: number) {
  return messages.where('[roomId+seq]').between([roomId, first], [roomId, last], true, true)
}
