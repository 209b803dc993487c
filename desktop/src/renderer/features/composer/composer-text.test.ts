/** What one was writing comes back after whatever came between, over a restart of the app too. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../../../server/test/server.ts'
import { pause } from '../../../../test/client.ts'
import { createSeats, has, isOffline } from '../../../../test/seats.ts'
import { endEdit, putBack, startEdit, startReply } from './composer-text.ts'

const server = await startServer()
const { arrive, startPair } = createSeats(server)

test('[OUT9] what was being written comes back after an edit, also when the app ended in between', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'Which colour?')
  await ada.until(has(roomId, 'Which colour?'))
  ada.client.post(roomId, 'helo')
  await ada.until(({ outbox, snapshot }) => outbox.length === 0 && snapshot.rooms[roomId]?.lastSeq === 2)
  const [question, mine] = ada.state().snapshot.timelines[roomId]!.messages
  const replyTo = { seq: 1, author: question!.author, excerpt: question!.body }
  const draftOf = ({ state }: Pick<typeof ada, 'state'>) => state().drafts[roomId]

  startReply(ada.client, roomId, replyTo)
  ada.client.draft(roomId, { text: 'Blu', replyTo })
  startEdit(ada.client, mine!)
  startEdit(ada.client, mine!)
  ada.client.draft(roomId, { ...draftOf(ada), text: 'hello' })
  await pause(400)
  await ada.client.stop()

  const again = await arrive(ada.person, ada.machine, ada.network)
  assert.equal(draftOf(again)?.text, 'hello')
  endEdit(again.client, roomId)
  assert.deepEqual(draftOf(again), { text: 'Blu', replyTo })

  startEdit(again.client, mine!)
  again.client.draft(roomId, { ...draftOf(again)!, text: 'hello' })
  await again.online()
  await again.client.editMessage(roomId, 2, 'hello')
  assert.deepEqual(draftOf(again), { text: 'Blu', replyTo })

  startEdit(again.client, mine!)
  const other = { ...replyTo, seq: 2 }
  startReply(again.client, roomId, other)
  assert.deepEqual(draftOf(again), { text: 'Blu', replyTo: other })
})

test('[OUT9] what is typed while an edit is being saved is kept, and so is another edit', async () => {
  const { ada, roomId } = await startPair()
  for (const body of ['helo', 'wrld']) ada.client.post(roomId, body)
  await ada.until(({ outbox, snapshot }) => outbox.length === 0 && snapshot.rooms[roomId]?.lastSeq === 2)
  const [first, second] = ada.state().snapshot.timelines[roomId]!.messages
  const draft = () => ada.state().drafts[roomId]

  startEdit(ada.client, first!)
  ada.client.draft(roomId, { ...draft()!, text: 'hello' })
  const saving = ada.client.editMessage(roomId, 1, 'hello')
  ada.client.draft(roomId, { ...draft()!, text: 'hello, and' })
  await saving
  assert.deepEqual(draft(), { text: 'hello, and', editing: 1 })

  const savingAgain = ada.client.editMessage(roomId, 1, 'hello, and')
  startEdit(ada.client, second!)
  ada.client.draft(roomId, { ...draft()!, text: 'world' })
  await savingAgain
  assert.deepEqual(draft(), { text: 'world', editing: 2 })
})

test('a reply that was not sent is taken back with what it replies to', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'Which colour?')
  await ada.until(has(roomId, 'Which colour?'))
  ada.network.refuse()
  await ada.until(isOffline)
  const [question] = ada.state().snapshot.timelines[roomId]!.messages
  const replyTo = { seq: 1, author: question!.author, excerpt: question!.body }
  const clientId = ada.client.post(roomId, 'Blue', replyTo)
  putBack(ada.client, roomId, ada.client.takeBack(clientId)!)
  assert.deepEqual(ada.state().outbox, [])
  assert.deepEqual(ada.state().drafts[roomId], { text: 'Blue', replyTo })
})
