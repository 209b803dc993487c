/** A device that knows only what it is told: it folds events as the app does, and catches up where something is missing. */
import { applyEvent } from '@chatter/shared/apply.ts'
import {
  applyChanges,
  applyPage,
  continueChanges,
  hasGap,
  isBehind,
  knownRev,
} from '@chatter/shared/messages.apply.ts'
import type { ChangePage } from '@chatter/shared/messages.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import type { Connection, Person } from './person.ts'
import { until } from './until.ts'

export type Reader = {
  snapshot(): Snapshot
  /** Loses the connection, and makes another with what is known so far. */
  reconnect(): Promise<void>
  /** Resolves when everything that the server said is folded, and these rooms are known to their `rev`. */
  settle(revs: ReadonlyMap<number, number>): Promise<void>
  close(): void
}

/** @param hasTimeline in which rooms it also holds messages, and not only counts */
export async function openReader(person: Person, hasTimeline: (roomId: number) => boolean): Promise<Reader> {
  let snapshot: Snapshot = { ...emptySnapshot, me: person.account }
  let connection: Connection
  let queue: ChatterEvent[] = []
  let working: Promise<void> | undefined
  /** How far rooms are known to be, also those that are not listed yet. */
  const heard = new Map<number, number>()

  async function open() {
    connection = await person.connect()
    const current = connection
    queue = current.events.map(({ name, payload }) => ({ name, payload }) as ChatterEvent)
    working = start()
    current.socket.onAny((name, payload) => {
      if (current !== connection) return
      queue.push({ name, payload })
      working ??= work()
    })
    await idle()
  }

  /** Events wait until the list, which they must not overtake, is there. */
  async function start() {
    await list()
    for (const room of Object.values(snapshot.rooms)) await catchUp(room.id)
    await work()
  }

  async function work() {
    for (let event = queue.shift(); event; event = queue.shift()) await fold(event)
    working = undefined
  }

  async function idle() {
    while (working) await working
  }

  async function fold(event: ChatterEvent) {
    const before = snapshot
    const { roomId } = event.payload as { roomId?: number }
    if (event.name === 'messages:posted' || event.name === 'messages:changed') {
      const rev = event.payload.messages.at(-1)!.rev
      heard.set(event.payload.roomId, Math.max(rev, heard.get(event.payload.roomId) ?? 0))
      if (hasGap(snapshot, event.payload)) await catchUp(event.payload.roomId)
    }
    snapshot = applyEvent(snapshot, event, 0)
    if (event.name === 'room:added') await enter(event.payload.room.id)
    else if (roomId && (isBehind(snapshot, roomId) || knownRev(snapshot, roomId) < knownRev(before, roomId)))
      await catchUp(roomId)
  }

  async function list() {
    const { rooms } = (await person.api('GET', '/api/v1/rooms')).body
    const known = snapshot.rooms
    snapshot = applyRoomList(snapshot, rooms)
    for (const { id } of rooms) if (!known[id]) await load(id)
  }

  async function enter(roomId: number) {
    await load(roomId)
    await catchUp(roomId)
  }

  async function load(roomId: number) {
    if (!hasTimeline(roomId)) return
    const revBefore = knownRev(snapshot, roomId)
    const { status, body } = await person.api('GET', `/api/v1/rooms/${roomId}/messages?limit=500`)
    if (status === 200) snapshot = applyPage(snapshot, roomId, body, revBefore)
  }

  async function catchUp(roomId: number) {
    while (snapshot.rooms[roomId]) {
      const page = await gather(roomId, knownRev(snapshot, roomId))
      if (!page) return
      snapshot = applyChanges(snapshot, roomId, page)
      if (page.reset) await list()
      const rev = knownRev(snapshot, roomId)
      if (rev >= page.roomRev && rev >= (heard.get(roomId) ?? 0) && !isBehind(snapshot, roomId)) return
    }
  }

  async function gather(roomId: number, sinceRev: number): Promise<ChangePage | undefined> {
    let gathered: ChangePage | undefined
    do {
      const query = `sinceRev=${gathered?.rev ?? sinceRev}&limit=7`
      const { status, body } = await person.api('GET', `/api/v1/rooms/${roomId}/changes?${query}`)
      if (status !== 200) return undefined
      gathered = continueChanges(gathered, body)
    } while (!gathered.reset && gathered.rev < gathered.roomRev)
    return gathered
  }

  await open()
  return {
    snapshot: () => snapshot,
    async reconnect() {
      connection.close()
      queue = []
      await idle()
      await open()
    },
    async settle(revs) {
      await until(async () => {
        await idle()
        return [...revs].every(([id, rev]) => !snapshot.rooms[id] || knownRev(snapshot, id) === rev)
      })
      // What was said before this answer has arrived before it.
      await connection.call('presence:watch', { accountIds: [] })
      await idle()
    },
    close: () => connection.close(),
  }
}
