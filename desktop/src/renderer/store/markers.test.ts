import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyPage } from '@chatter/shared/messages.apply.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import { emptySnapshot } from '@chatter/shared/snapshot.ts'
import fc from 'fast-check'
import { createModel, roomId } from '../../../../shared/test/model.ts'
import { readUpTo } from './markers.ts'

const steps = fc.array(
  fc.record({ do: fc.constantFrom('post', 'join', 'remove', 'marker'), pick: fc.nat(40) }),
  {
    maxLength: 40,
  },
)

test('[MARK6] a marker that moves here counts as the server will, or waits for it', () => {
  fc.assert(
    fc.property(steps, fc.nat(45), fc.integer({ min: 1, max: 50 }), (history, seq, held) => {
      const model = createModel(['Ada', 'Grace', 'Linus'])
      for (const { do: name, pick } of history) {
        if (name === 'post') model.post((pick % 3) + 1)
        if (name === 'join') model.join((pick % 3) + 1)
        if (name === 'remove') model.remove(pick)
        if (name === 'marker') model.moveMarker(pick)
      }
      const listed = applyRoomList({ ...emptySnapshot, me: model.me }, [model.room()])
      const snapshot = applyPage(listed, roomId, model.page({ limit: held }), model.room().rev)
      const moved = readUpTo(snapshot, roomId, seq).rooms[roomId]!
      assert.ok(moved.readSeq >= model.room().readSeq)
      if (moved === snapshot.rooms[roomId]) return
      model.moveMarker(Math.min(seq, model.room().lastSeq))
      assert.deepEqual(moved, model.room())
    }),
    { numRuns: 500 },
  )
})
