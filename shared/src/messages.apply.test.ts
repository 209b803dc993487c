import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createModel, roomId } from '../test/model.ts'
import { applyChanges, applyPage, continueChanges } from './messages.apply.ts'
import { applyRoomList } from './rooms.apply.ts'
import { emptySnapshot } from './snapshot.ts'

test('[SYNC3] a message that changes while a catch-up is read, page by page, is there once', () => {
  const model = createModel(['Ada', 'Grace'])
  model.post(2)
  const listed = applyRoomList({ ...emptySnapshot, me: model.me }, [model.room()])
  const cached = applyPage(listed, roomId, model.page({ limit: 9 }), 1)
  model.post(2)
  model.edit(0)
  const first = model.changes(1, 1)
  model.edit(1)
  model.edit(0)
  const between = model.changes(first.rev, 1)
  model.edit(1)
  const rest = model.changes(between.rev, 9)
  const changes = [first, between, rest].reduce(continueChanges)
  const caughtUp = applyChanges(cached, roomId, changes)
  assert.deepEqual(caughtUp.timelines[roomId]?.messages, model.page({ limit: 9 }).messages)
  assert.deepEqual(caughtUp.rooms[roomId], model.room())
})
