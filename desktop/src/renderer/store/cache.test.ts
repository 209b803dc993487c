import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { emptySnapshot } from '@chatter/shared/snapshot.ts'
import fc from 'fast-check'
import { createMachine, muteKilled } from '../../../test/client.ts'
import { openCache } from './cache.ts'
import { databaseName, openDatabase } from './database.ts'
import { openWriting } from './writing.ts'

const owner = { serverUrl: 'http://chat.test', accountId: 7 }
const all = Number.MAX_SAFE_INTEGER

test('[SYNC11] what was cached is there again, and pages of it are read alone', async () => {
  const machine = createMachine()
  const cache = await openCache(owner, machine.boot())
  cache.remember(snapshotOf(1))
  cache.growByPage(1, { messages: messagesOf(1, 100), hasAfter: false }, 100)
  cache.growByNews(1, [messageOf(101, 101)], 100, 101)
  cache.rememberOpenRoom(1)
  await cache.close()

  const again = await openCache(owner, machine.boot())
  assert.deepEqual(again.state, { rooms: [roomOf(1)], openRoomId: 1 })
  assert.deepEqual(await again.readMessages(1, 52, all), {
    messages: [...messagesOf(52, 100), messageOf(101, 101)],
    hasBefore: true,
    hasAfter: false,
    rev: 101,
  })
  assert.deepEqual((await again.readMessages(1, 10, 12))?.messages, messagesOf(10, 12))
  await again.close()
})

test('[SYNC11] a killed app leaves a cache that is true up to its rev', async t => {
  muteKilled(t)
  const steps = fc.array(fc.constantFrom('post', 'edit', 'wait', 'older'), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(steps, async script => {
      const machine = createMachine()
      const cache = await openCache(owner, machine.boot())
      const truth = new Map(messagesOf(1, 60).map(message => [message.seq, [message]]))
      let [last, rev, first] = [60, 60, 51]
      cache.remember(snapshotOf(1))
      cache.growByPage(1, { messages: messagesOf(first, last), hasAfter: false }, rev)
      for (const step of script) {
        if (step === 'wait') await cache.flush()
        if (step === 'older' && first > 10) {
          cache.growByPage(1, { messages: messagesOf(first - 10, first - 1), hasAfter: true }, rev)
          first -= 10
        }
        if (step === 'post' || step === 'edit') {
          const seq = step === 'post' ? ++last : first
          const message = messageOf(seq, ++rev)
          truth.set(seq, [...(truth.get(seq) ?? []), message])
          cache.growByNews(1, [message], rev - 1, rev)
        }
      }
      void cache.flush()
      machine.kill()
      const again = await openCache(owner, machine.boot())
      const stretch = again.stretchOf(1)
      const cached = await again.readMessages(1, 1, all)
      for (const message of cached?.messages ?? []) {
        const newestKnown = truth.get(message.seq)?.findLast(({ rev }) => rev <= (stretch?.rev ?? 0))
        assert.deepEqual(message, newestKnown)
      }
      assert.equal(cached?.messages.length ?? 0, stretch ? stretch.last - stretch.first + 1 : 0)
      await again.close()
    }),
    { numRuns: 60 },
  )
})

test('rooms that I left take their messages along, and a room starts again after a long gap', async () => {
  const machine = createMachine()
  const cache = await openCache(owner, machine.boot())
  cache.remember(snapshotOf(1, 2))
  for (const roomId of [1, 2])
    cache.growByPage(roomId, { messages: messagesOf(1, 20, roomId), hasAfter: false }, 20)
  await cache.flush()
  cache.startAgain(2, messagesOf(900, 950, 2), 950)
  cache.remember(snapshotOf(2))
  await cache.close()
  const again = await openCache(owner, machine.boot())
  assert.equal(await again.readMessages(1, 1, all), undefined)
  assert.equal(await rows(machine, 'messages'), 51)
  assert.equal((await again.readMessages(2, 1, all))?.messages[0]?.seq, 900)
  await again.close()
})

test('[SYNC15] a cache of another version is made anew; outbox, drafts and markers stay', async () => {
  const machine = createMachine()
  const cache = await openCache(owner, machine.boot())
  cache.remember(snapshotOf(1))
  cache.growByPage(1, { messages: messagesOf(1, 5), hasAfter: false }, 5)
  await cache.close()
  const writing = await openWriting(owner, machine.boot())
  const post = { clientId: 'a', roomId: 1, body: 'hello', writtenAt: 1, order: 1, wasTried: false }
  await writing.putPost({ ...post, state: 'sending' }, { endsDraft: true })
  await writing.putDraft(1, { text: 'half' })
  await writing.putMarker(1, 5, 0)
  writing.close()
  const raw = await openRaw(machine)
  // As the version before kept rooms, when they had neither levels nor mentions.
  const { level, favourite, mentionCount, epoch, peerReadSeq, description, announcement, ...older } =
    roomOf(1)
  await raw.table('rooms').put(older)
  await raw.table('meta').put({ name: 'schema', value: 1 })
  raw.close()

  const again = await openCache(owner, machine.boot())
  assert.deepEqual(again.state, { rooms: [], openRoomId: undefined })
  assert.equal(await rows(machine, 'messages'), 0)
  const { written } = await openWriting(owner, machine.boot())
  assert.deepEqual(written, {
    outbox: [{ ...post, state: 'sending' }],
    drafts: [{ roomId: 1, text: 'half' }],
    lostDrafts: [],
    trays: [],
    files: [],
    markers: [{ roomId: 1, seq: 5, epoch: 0 }],
    leftovers: [],
  })
  await again.close()
})

test('[SYNC17] the messages of a room that ended leave the disk at once', async t => {
  muteKilled(t)
  const machine = createMachine()
  const cache = await openCache(owner, machine.boot())
  cache.remember(snapshotOf(1, 2))
  for (const roomId of [1, 2])
    cache.growByPage(roomId, { messages: messagesOf(1, 20, roomId), hasAfter: false }, 20)
  await cache.flush()
  cache.remember(snapshotOf(2))
  await new Promise(resolve => setTimeout(resolve, 300))
  machine.kill()
  assert.equal(await rows(machine, 'messages'), 20)
  assert.equal(await rows(machine, 'rooms'), 1)
})

test('damaged messages are not shown: the room is fetched again', async () => {
  const machine = createMachine()
  const cache = await openCache(owner, machine.boot())
  cache.remember(snapshotOf(1))
  cache.growByPage(1, { messages: messagesOf(1, 5), hasAfter: false }, 5)
  await cache.close()
  const raw = await openRaw(machine)
  await raw.table('messages').delete([1, 3])
  raw.close()
  const again = await openCache(owner, machine.boot())
  assert.equal(await again.readMessages(1, 1, all), undefined)
  assert.equal(again.stretchOf(1), undefined)
  await again.close()
})

test('[OUT5] a post and the end of its draft reach the disk together', async () => {
  const machine = createMachine()
  const writing = await openWriting(owner, machine.boot())
  await writing.putDraft(1, { text: 'hello' })
  const entry = { clientId: 'a', roomId: 1, body: 'hello', writtenAt: 1, order: 1, wasTried: false }
  await writing.putPost({ ...entry, state: 'sending' }, { endsDraft: true })
  machine.kill()
  const { written } = await openWriting(owner, machine.boot())
  assert.deepEqual([written.outbox.length, written.drafts.length], [1, 0])
})

test('where the machine keeps nothing, the app works without a cache', async t => {
  t.mock.method(console, 'error', () => {})
  const storage = createMachine().boot()
  storage.indexedDB.open = () => {
    throw new Error('The disk is full.')
  }
  const cache = await openCache(owner, storage)
  cache.remember(snapshotOf(1))
  cache.growByPage(1, { messages: messagesOf(1, 5), hasAfter: false }, 5)
  await cache.flush()
  assert.equal(await cache.readMessages(1, 1, 5), undefined)
  const writing = await openWriting(owner, storage)
  await writing.putDraft(1, { text: 'hello' })
  assert.deepEqual(writing.written.drafts, [])
})

type Machine = ReturnType<typeof createMachine>

function openRaw(machine: Machine) {
  const tables = { rooms: 'id', accounts: 'id', stretches: 'roomId', messages: '[roomId+seq]', meta: 'name' }
  const name = databaseName('cache', owner)
  return openDatabase({ name, tables, storage: machine.boot(), durability: 'relaxed' })
}

async function rows(machine: Machine, table: string): Promise<number> {
  const raw = await openRaw(machine)
  const count = await raw.table(table).count()
  raw.close()
  return count
}

function snapshotOf(...roomIds: number[]) {
  return { ...emptySnapshot, rooms: Object.fromEntries(roomIds.map(id => [id, roomOf(id)])) }
}

function roomOf(id: number): Room {
  return {
    id,
    kind: 'public',
    lobby: false,
    name: `Room ${id}`,
    topic: '',
    description: '',
    announcement: false,
    peer: null,
    createdBy: null,
    createdAt: 0,
    memberCount: 1,
    connectedCount: 1,
    role: 'member',
    lastSeq: 0,
    rev: 0,
    readSeq: 0,
    unreadCount: 0,
    mentionCount: 0,
    epoch: 0,
    peerReadSeq: null,
    level: 'mentions',
    favourite: null,
    lastMessage: null,
  }
}

function messagesOf(first: number, last: number, roomId = 1): Message[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    messageOf(first + index, first + index, roomId),
  )
}

function messageOf(seq: number, rev: number, roomId = 1): Message {
  const author = { id: 1, displayName: 'Ada' }
  return { roomId, seq, rev, clientId: null, kind: 'post', author, body: `${seq} at ${rev}`, createdAt: 0 }
}
