import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createModel, type Model, roomId } from '../test/model.ts'
import { applyAccounts } from './accounts.apply.ts'
import { applyEvent } from './apply.ts'
import { applyChanges, applyPage, continueChanges, hasGap, isBehind, knownRev } from './messages.apply.ts'
import type { ChangePage, MessagePage } from './messages.ts'
import type { ChatterEvent } from './protocol.ts'
import { applyRoomList } from './rooms.apply.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'

const pageSize = 3
const names = ['Ada', 'Grace', 'Linus']

/** What may happen, in any order: on the server, on the way, and to the reader. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('post' as const), pick: fc.nat(2) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), pick: fc.nat(5) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['join', 'edit', 'remove', 'marker', 'rename', 'lateMarker', 'repeat', 'disconnect'] as const),
        ...(['mention', 'reply', 'react', 'resetMarker'] as const),
        ...([
          'reconnect',
          'askBefore',
          'askAfter',
          'askAround',
          'askNewest',
          'askChanges',
          'land',
          'lose',
        ] as const),
      ),
      pick: fc.nat(60),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

test('[SYNC1] a snapshot with its events folded equals a fresh fetch, whatever happens on the way', () => {
  const histories = fc.array(step, { maxLength: 90, size: 'max' })
  fc.assert(fc.property(histories, holds), { numRuns: 2_000 })
})

test('[SYNC2] folding an event twice changes nothing', () => {
  const histories = fc.array(step, { maxLength: 40, size: 'max' })
  fc.assert(
    fc.property(histories, steps => {
      const model = createModel(names)
      const reader = createReader(model)
      for (const each of steps)
        for (const event of happen(model, each)) {
          const once = reader.read([event])
          assert.deepEqual(reader.read([event]), once)
        }
    }),
    { numRuns: 500 },
  )
})

function holds(steps: readonly Step[]): void {
  const model = createModel(names)
  const reader = createReader(model)
  for (const each of steps) {
    reader.receive(happen(model, each))
    reader.live(each)
  }
  const snapshot = reader.settle()
  assert.deepEqual(snapshot.rooms[roomId], model.room())
  const timeline = snapshot.timelines[roomId]
  if (!timeline) return
  const [first] = timeline.messages
  const last = timeline.messages.at(-1)
  const truth = model.page({ before: (last?.seq ?? 0) + 1, limit: timeline.messages.length }).messages
  assert.deepEqual(timeline.messages, truth)
  assert.equal(timeline.rev, model.room().rev)
  assert.equal(timeline.hasBefore, (first?.seq ?? 1) > 1)
  assert.equal(timeline.hasAfter, (last?.seq ?? 0) < model.room().lastSeq)
}

/** What the server says when this happens to it. */
function happen(model: Model, { do: name, pick }: Step): ChatterEvent[] {
  const event =
    name === 'post'
      ? model.post(pick + 1)
      : name === 'join'
        ? model.join((pick % 3) + 1)
        : isChange(name)
          ? model[name](pick)
          : name === 'marker'
            ? model.moveMarker(pick)
            : undefined
  return event ? [event] : []
}

const isChange = (name: string): name is (typeof changes)[number] =>
  (changes as readonly string[]).includes(name)
const changes = ['edit', 'remove', 'rename', 'mention', 'reply', 'react', 'resetMarker'] as const

/** A client without a network: what is asked lands when a step says so, and events wait until they are delivered. */
function createReader(model: Model) {
  let snapshot: Snapshot = applyRoomList({ ...emptySnapshot, me: model.me }, [model.room()])
  let isConnected = true
  let waiting: ChatterEvent[] = []
  let delivered: ChatterEvent | undefined
  let flying: (() => void)[] = []

  function fold(event: ChatterEvent) {
    const isOfMessages = event.name === 'messages:posted' || event.name === 'messages:changed'
    if (isOfMessages && hasGap(snapshot, event.payload)) return catchUp()
    const before = knownRev(snapshot, roomId)
    snapshot = applyEvent(snapshot, event, 0)
    // A name has no rev: it may come twice, but never again after a later one.
    if (event.name !== 'account:changed') delivered = event
    if (isBehind(snapshot, roomId) || knownRev(snapshot, roomId) < before) catchUp()
  }

  function catchUp() {
    for (;;) {
      const page = gather(knownRev(snapshot, roomId))
      snapshot = applyChanges(snapshot, roomId, page)
      if (page.reset) snapshot = applyRoomList(snapshot, [model.room()])
      if (knownRev(snapshot, roomId) >= page.roomRev && !isBehind(snapshot, roomId)) return
    }
  }

  function gather(sinceRev: number): ChangePage {
    let gathered: ChangePage | undefined
    do gathered = continueChanges(gathered, model.changes(gathered?.rev ?? sinceRev, pageSize))
    while (!gathered.reset && gathered.rev < gathered.roomRev)
    return gathered
  }

  function ask(page: MessagePage) {
    const revBefore = knownRev(snapshot, roomId)
    flying.push(() => {
      snapshot = applyPage(snapshot, roomId, page, revBefore)
      if (isBehind(snapshot, roomId)) catchUp()
    })
  }

  function askChanges() {
    const sinceRev = knownRev(snapshot, roomId)
    const page = gather(sinceRev)
    flying.push(() => {
      if (knownRev(snapshot, roomId) < sinceRev) return
      snapshot = applyChanges(snapshot, roomId, page)
      if (page.reset) snapshot = applyRoomList(snapshot, [model.room()])
    })
  }

  function reconnect() {
    isConnected = true
    waiting = []
    snapshot = applyAccounts(applyRoomList(snapshot, [model.room()]), model.accounts())
    catchUp()
  }

  return {
    receive(events: ChatterEvent[]) {
      if (isConnected) waiting.push(...events)
    },
    read(events: readonly ChatterEvent[]) {
      for (const event of events) fold(event)
      return snapshot
    },
    live({ do: name, pick }: Step) {
      const first = snapshot.timelines[roomId]?.messages[0]?.seq
      const last = snapshot.timelines[roomId]?.messages.at(-1)?.seq
      if (name === 'deliver') for (const event of waiting.splice(0, pick + 1)) fold(event)
      if (name === 'repeat' && delivered) fold(delivered)
      if (name === 'disconnect') isConnected = false
      if (name === 'reconnect') reconnect()
      // A marker's event may overtake those of posts, which are told after their commit.
      if (name === 'lateMarker' && isConnected) fold({ name: 'marker:moved', payload: model.marker() })
      if (name === 'askNewest') ask(model.page({ limit: pageSize }))
      if (name === 'askBefore' && first) ask(model.page({ before: first, limit: pageSize }))
      if (name === 'askAfter' && last) ask(model.page({ after: last, limit: pageSize }))
      if (name === 'askAround')
        ask(model.page({ before: (pick % (model.room().lastSeq + 1)) + 1, limit: pageSize }))
      if (name === 'askChanges') askChanges()
      if (name === 'land') flying.shift()?.()
      if (name === 'lose') flying = flying.slice(1)
    },
    /** Everything that is on its way arrives; without a new list, so that what was folded has to be right by itself. */
    settle() {
      if (!isConnected) reconnect()
      for (const event of waiting) fold(event)
      for (const land of flying) land()
      if (knownRev(snapshot, roomId) < model.room().rev || isBehind(snapshot, roomId)) catchUp()
      return snapshot
    },
  }
}
