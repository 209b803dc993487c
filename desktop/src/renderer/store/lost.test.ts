import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptySnapshot, type Snapshot, without } from '@chatter/shared/snapshot.ts'
import { createModel, roomId } from '../../../../shared/test/model.ts'
import { createLost } from './lost.ts'
import type { OutboxEntry } from './outbox.ts'
import type { ClientState, Draft } from './state.ts'

const room = createModel(['Ada']).room()
const inside: Snapshot = { ...emptySnapshot, rooms: { [roomId]: room } }
const outside: Snapshot = { ...emptySnapshot, rooms: without(inside.rooms, roomId) }

test('[OUT10] a room that is only fetched anew keeps its draft and its posts', () => {
  const desk = createDesk()
  desk.fold('history', inside, outside)
  desk.fold('list', outside, inside)
  assert.deepEqual(desk.texts(), { lost: [], outbox: ['a post'], draft: 'a draft' })
  assert.deepEqual(desk.departed, [])
})

test('[OUT10] a room that the list leaves out takes its words along, and gives them back when it returns', () => {
  const desk = createDesk()
  desk.fold('list', outside, { ...outside, rooms: {} })
  assert.deepEqual(desk.texts(), { lost: ['a post\n\na draft'], outbox: [], draft: undefined })
  // Joining folds the room before the server tells of it.
  desk.fold('history', outside, inside)
  assert.deepEqual(desk.texts(), { lost: [], outbox: [], draft: 'a post\n\na draft' })
})

test('[OUT10] an edit does not hide what was being written before it', () => {
  const desk = createDesk({ draft: { text: 'another wording', editing: 1, shelved: { text: 'a draft' } } })
  desk.fold('list', outside, { ...outside, rooms: {} })
  assert.deepEqual(desk.texts().lost, ['a post\n\na draft\n\nanother wording'])
})

test('[OUT10] what was on its way when its room ended, and is refused, is lost with its reason', () => {
  const desk = createDesk({ isFlying: true })
  const by = { id: 2, displayName: 'Grace' }
  desk.lost.listen({ name: 'room:removed', payload: { roomId, reason: 'banned', by } })
  desk.fold('event', inside, outside)
  assert.deepEqual(desk.departed, [roomId])
  assert.deepEqual(desk.texts(), { lost: ['a draft'], outbox: ['a post'], draft: undefined })
  desk.refuse()
  assert.deepEqual(desk.texts(), { lost: ['a draft\n\na post'], outbox: [], draft: undefined })
  assert.deepEqual(desk.read().lostDrafts[0], {
    roomId,
    roomName: room.name,
    reason: 'banned',
    by,
    text: 'a draft\n\na post',
  })
})

function createDesk({ isFlying = false, draft = { text: 'a draft' } as Draft } = {}) {
  let flying = isFlying
  const entry = { clientId: 'a', roomId, body: 'a post', writtenAt: 1, order: 1, wasTried: false }
  const post: OutboxEntry = { ...entry, state: 'sending' }
  let state: Pick<ClientState, 'drafts' | 'trays' | 'lostDrafts' | 'outbox' | 'snapshot'> = {
    drafts: { [roomId]: draft },
    trays: {},
    lostDrafts: [],
    outbox: [post],
    snapshot: inside,
  }
  const departed: number[] = []
  const change = (part: Partial<typeof state>) => {
    state = { ...state, ...part }
  }
  const lost = createLost({
    read: () => state,
    onChange: lostDrafts => change({ lostDrafts }),
    onDeparture: ({ roomId }) => departed.push(roomId),
    endDraft: id => change({ drafts: without(state.drafts, id) }),
    giveBack: (id, draft) => change({ drafts: { ...state.drafts, [id]: draft } }),
    flushDrafts: async () => {},
    endTray: () => [],
    giveBackFiles: () => {},
    takePosts() {
      const taken = flying ? [] : (state.outbox as OutboxEntry[])
      if (!flying) change({ outbox: [] })
      return taken
    },
    writing: () => undefined,
  })
  return {
    lost,
    departed,
    read: () => state,
    fold: (source: 'list' | 'event' | 'history', before: Snapshot, after: Snapshot) =>
      lost.attend({ source, before, after }),
    refuse() {
      flying = false
      change({ outbox: [{ ...post, state: { failed: { code: 'not_found', message: '' } } }] })
      lost.sweep()
    },
    texts: () => ({
      lost: state.lostDrafts.map(({ text }) => text),
      outbox: state.outbox.map(({ body }) => body),
      draft: state.drafts[roomId]?.text,
    }),
  }
}
