import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import { applyChanges, applyPage } from '@chatter/shared/messages.apply.ts'
import type { ChangePage } from '@chatter/shared/messages.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { emptySnapshot, type Snapshot, without } from '@chatter/shared/snapshot.ts'
import { createModel } from '../../../../shared/test/model.ts'
import { createSync } from './sync.ts'

test('[SYNC8] rooms catch up six at a time, the wanted ones first, and only those that are behind', async () => {
  const rooms = Array.from({ length: 12 }, (_, index) => roomOf(index + 1, 5))
  const cached = rooms.map(({ id }) => id).filter(id => id !== 3)
  const order: number[] = []
  let flying = 0
  let most = 0
  const { sync, snapshot } = start({
    rooms,
    known: cached,
    async readChanges(roomId) {
      order.push(roomId)
      most = Math.max(most, ++flying)
      await pause(5)
      flying--
      return { messages: [], rev: 5, roomRev: 5, reset: false }
    },
  })
  await sync.run(() => {})
  assert.equal(most, 6)
  assert.deepEqual(order.slice(0, 4), [12, 11, 10, 9])
  assert.equal(order.includes(3), false)
  assert.ok(Object.values(snapshot().timelines).every(({ rev }) => rev === 5))
})

test('[SYNC8] a list that shows many rooms behind does not make them all ask at once', async () => {
  const rooms = Array.from({ length: 20 }, (_, index) => roomOf(index + 1, 5))
  let flying = 0
  let most = 0
  const { sync, snapshot } = start({
    rooms,
    known: rooms.map(({ id }) => id),
    async readChanges() {
      most = Math.max(most, ++flying)
      await pause(2)
      flying--
      return { messages: [], rev: 5, roomRev: 5, reset: false }
    },
  })
  await sync.refreshRooms()
  await Promise.all(rooms.map(({ id }) => sync.catchUp(id)))
  assert.equal(most, 6)
  assert.ok(Object.values(snapshot().timelines).every(({ rev }) => rev === 5))
})

test('[SYNC8] one catch-up of a room runs at a time, and it goes on until nothing is missing', async () => {
  let calls = 0
  let flying = 0
  const { sync, snapshot } = start({
    rooms: [roomOf(1, 2)],
    known: [1],
    async readChanges(_, { sinceRev }) {
      assert.equal(flying++, 0)
      if (++calls === 1) sync.hear(1, 4)
      await pause(2)
      flying--
      const rev = calls === 1 ? 2 : 4
      assert.ok(sinceRev < rev)
      return { messages: [], rev, roomRev: rev, reset: false }
    },
  })
  await sync.refreshRooms()
  await Promise.all([sync.catchUp(1), sync.catchUp(1), sync.catchUp(1)])
  assert.equal(calls, 2)
  assert.equal(snapshot().timelines[1]?.rev, 4)
})

test('an answer that brings nothing new is not asked for again at once, nor one that fails', async () => {
  for (const answer of ['nothing', 'failure']) {
    let calls = 0
    const { sync, disconnect } = start({
      rooms: [roomOf(1, 9)],
      known: [1],
      async readChanges() {
        calls++
        if (answer === 'failure') throw new ChatterError('internal', 'Something went wrong.')
        return { messages: [], rev: 0, roomRev: 0, reset: false }
      },
    })
    await sync.refreshRooms()
    const work = sync.catchUp(1)
    await pause(150)
    assert.equal(calls, 1, answer)
    disconnect()
    void sync.run(() => {}).catch(() => {})
    await work
  }
})

test('a room that is gone is left out', async () => {
  let lists = 0
  const { sync } = start({
    rooms: [roomOf(1, 9)],
    known: [1],
    onList: () => lists++,
    readChanges: () => Promise.reject(new ChatterError('not_found', 'There is no such room.')),
  })
  await sync.run(() => {})
  assert.equal(lists, 2)
})

test('[SYNC13] a server that was restored from a backup is believed', async () => {
  const model = createModel(['Ada', 'Grace'])
  for (let i = 0; i < 3; i++) model.post(1)
  const listed = applyRoomList({ ...emptySnapshot, me: model.me }, [{ ...model.room(), rev: 8, lastSeq: 8 }])
  const { sync, snapshot } = start({
    rooms: [model.room()],
    from: applyPage(listed, 1, model.page({ limit: 9 }), 8),
    readChanges: async (_, { sinceRev }) => model.changes(sinceRev, 9),
  })
  await sync.run(() => {})
  assert.deepEqual(snapshot().rooms[1], model.room())
  assert.equal(snapshot().timelines[1], undefined)
})

test('[SYNC8] a list that was asked for over the connection before is not believed', async () => {
  const lists: ((rooms: Room[]) => void)[] = []
  const { sync, snapshot } = start({
    rooms: [roomOf(1, 1)],
    known: [1],
    listRooms: () => new Promise(resolve => lists.push(resolve)),
    readChanges: async () => ({ messages: [], rev: 3, roomRev: 3, reset: false }),
  })
  const heard: string[] = []
  const before = sync.run(() => heard.push('before'))
  const after = sync.run(() => heard.push('after'))
  assert.equal(lists.length, 2)
  lists[1]!([roomOf(1, 3), roomOf(2, 1)])
  await after
  lists[0]!([roomOf(1, 1)])
  await before
  assert.deepEqual(heard, ['after'])
  assert.deepEqual(Object.keys(snapshot().rooms), ['1', '2'])
  assert.equal(snapshot().timelines[1]?.rev, 3)
})

type Setup = {
  rooms: Room[]
  /** Rooms whose timeline is cached, known up to rev 0. */
  known?: number[]
  from?: Snapshot
  readChanges: (roomId: number, query: { sinceRev: number }) => Promise<ChangePage>
  listRooms?: () => Promise<Room[]>
  onList?: () => void
}

function start({ rooms, known = [], from, readChanges, onList, listRooms }: Setup) {
  let snapshot =
    from ??
    applyRoomList(
      emptySnapshot,
      rooms.map(room => ({ ...room, rev: 0, lastSeq: 0 })),
    )
  let isConnected = true
  const noMessages = { messages: [], rev: 0, hasBefore: false, hasAfter: false }
  if (!from) snapshot = { ...snapshot, timelines: Object.fromEntries(known.map(id => [id, noMessages])) }
  const sync = createSync({
    api: {
      readChanges,
      listRooms:
        listRooms ??
        (async () => {
          onList?.()
          return rooms
        }),
    },
    isConnected: () => isConnected,
    read: () => snapshot,
    beginList: () => ({
      fold: listed => {
        snapshot = applyRoomList(snapshot, listed)
      },
      cancel: () => {},
    }),
    foldChanges: (roomId, page) => {
      snapshot = applyChanges(snapshot, roomId, page)
    },
    forgetRoom: roomId => {
      const { rooms, timelines } = snapshot
      snapshot = { ...snapshot, rooms: without(rooms, roomId), timelines: without(timelines, roomId) }
    },
    loadTimeline: async () => {},
    order: list => [...list].sort((a, b) => b.id - a.id),
    random: () => 1,
  })
  return {
    sync,
    snapshot: () => snapshot,
    disconnect: () => {
      isConnected = false
    },
  }
}

function roomOf(id: number, rev: number): Room {
  const room = createModel(['Ada']).room()
  return { ...room, id, rev }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
