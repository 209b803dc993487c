import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChatterError } from '@chatter/shared/errors.ts'
import { applyPage } from '@chatter/shared/messages.apply.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import { emptySnapshot } from '@chatter/shared/snapshot.ts'
import { createModel, roomId } from '../../../../shared/test/model.ts'
import { createReactions } from './reactions.ts'

test('[OUT8] a reaction that was taken back in vain is there, as it is at the server', async () => {
  const model = createModel(['Ada'])
  model.post(1)
  const listed = applyRoomList({ ...emptySnapshot, me: model.me }, [model.room()])
  let snapshot = applyPage(listed, roomId, model.page({ limit: 9 }), model.room().rev)
  const message = () => snapshot.timelines[roomId]!.messages[0]!
  const asked: string[] = []
  const reactions = createReactions({
    read: () => snapshot,
    change: change => (snapshot = change(snapshot)),
    async call(name) {
      asked.push(name)
      if (name === 'reaction:remove') throw new ChatterError('rate_limited', 'Too much.')
      return message()
    },
    onChanged: () => {},
  })
  const added = reactions.add(roomId, 1, '👍')
  const removed = reactions.remove(roomId, 1, '👍')
  assert.equal(message().reactions, undefined)
  await assert.rejects(added)
  await assert.rejects(removed)
  assert.deepEqual(asked, ['reaction:add', 'reaction:remove'])
  assert.deepEqual(message().reactions, [{ emoji: '👍', accountIds: [model.me!.id] }])
})
