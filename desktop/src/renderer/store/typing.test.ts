import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import { typingInterval, typingTimeout } from '@chatter/shared/typing.ts'
import { createTyping } from './typing.ts'

test('[TYP4] typing is told at once, then only every three seconds per room, and anew after a post', () => {
  const desk = createDesk()
  desk.typing.type(1)
  desk.typing.type(1)
  desk.typing.type(2)
  assert.deepEqual(desk.told, [1, 2])
  desk.pass(typingInterval)
  desk.typing.type(1)
  desk.typing.end(1)
  desk.typing.type(1)
  assert.deepEqual(desk.told, [1, 2, 1, 1])
})

test('[TYP5] each is forgotten at the very moment, and nothing wakes while nobody types', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const desk = createDesk()
  const isTyping = () => (desk.snapshot().typists[1] ?? []).map(({ displayName }) => displayName)
  const pass = (time: number) => {
    desk.pass(time)
    t.mock.timers.tick(time)
  }
  desk.set({ ...emptySnapshot, typists: { 1: [{ ...grace, since: 0 }] } })
  desk.typing.watch()
  pass(700)
  desk.set({
    ...emptySnapshot,
    typists: {
      1: [
        { ...grace, since: 0 },
        { ...linus, since: 700 },
      ],
    },
  })
  desk.typing.watch()
  pass(typingTimeout - 701)
  assert.deepEqual(isTyping(), ['Grace', 'Linus'])
  pass(1)
  assert.deepEqual(isTyping(), ['Linus'])
  pass(699)
  assert.deepEqual(isTyping(), ['Linus'])
  pass(1)
  assert.deepEqual(desk.snapshot().typists, {})
  desk.set({ ...emptySnapshot, typists: { 1: [{ ...grace, since: 0 }] } })
  pass(60_000)
  assert.deepEqual(isTyping(), ['Grace'])
})

const grace = { accountId: 2, displayName: 'Grace' }
const linus = { accountId: 3, displayName: 'Linus' }

function createDesk() {
  let snapshot: Snapshot = emptySnapshot
  let now = 0
  const told: number[] = []
  const typing = createTyping({
    read: () => snapshot,
    change: change => {
      snapshot = change(snapshot)
    },
    tell: roomId => told.push(roomId),
    now: () => now,
  })
  return {
    typing,
    told,
    snapshot: () => snapshot,
    set: (next: Snapshot) => {
      snapshot = next
    },
    pass: (time: number) => {
      now += time
    },
  }
}
