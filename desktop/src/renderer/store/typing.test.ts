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

test('[TYP5] who stops typing is forgotten, and nothing ticks while nobody types', t => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const desk = createDesk()
  const typist = { accountId: 2, displayName: 'Grace', since: 0 }
  desk.set({ ...emptySnapshot, typists: { 1: [typist] } })
  desk.typing.watch()
  for (let second = 0; second * 1_000 < typingTimeout; second++) {
    assert.equal(desk.snapshot().typists[1]?.length, 1)
    desk.pass(1_000)
    t.mock.timers.tick(1_000)
  }
  assert.deepEqual(desk.snapshot().typists, {})
  desk.set({ ...emptySnapshot, typists: { 1: [typist] } })
  t.mock.timers.tick(60_000)
  assert.equal(desk.snapshot().typists[1]?.length, 1)
})

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
