import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import { memoryLimits, trimTimelines } from './timelines.ts'

test('a room that is not open keeps its newest messages in memory; the open one keeps all', () => {
  const snapshot = holding({ 1: memoryLimits.most + 1, 2: memoryLimits.most + 1, 3: memoryLimits.most })
  const { timelines } = trimTimelines(snapshot, [1, 2, 3, 4], 2)
  assert.equal(timelines[1]?.messages.length, memoryLimits.kept)
  assert.equal(timelines[1]?.messages.at(-1)?.seq, memoryLimits.most + 1)
  assert.equal(timelines[1]?.hasBefore, true)
  assert.equal(timelines[2], snapshot.timelines[2])
  assert.equal(timelines[3], snapshot.timelines[3])
})

test('a view of old history is let go with its room, so that the room opens at its end', () => {
  const snapshot = holding({ 1: 10 })
  const old = { ...snapshot, timelines: { 1: { ...snapshot.timelines[1]!, hasAfter: true } } }
  assert.equal(trimTimelines(old, [1], 2).timelines[1], undefined)
  assert.equal(trimTimelines(old, [1], 1), old)
})

function holding(counts: Record<number, number>): Snapshot {
  const timelines = Object.entries(counts).map(([roomId, count]) => {
    const messages = Array.from({ length: count }, (_, index) => messageOf(Number(roomId), index + 1))
    return [roomId, { messages, rev: count, hasBefore: false, hasAfter: false }]
  })
  return { ...emptySnapshot, timelines: Object.fromEntries(timelines) }
}

function messageOf(roomId: number, seq: number): Message {
  const author = { id: 1, displayName: 'Ada' }
  return { roomId, seq, rev: seq, clientId: null, kind: 'post', author, body: '', createdAt: 0 }
}
