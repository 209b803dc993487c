import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createPresenceBook, flap } from './presence.book.ts'

const [ada, grace] = [1, 2]
const [lobby, lab] = [10, 11]
const inLobby = { roomIds: [lobby], peerIds: [] }

test('[PRES3] a room counts people, not devices, and forgets who left', async () => {
  const book = createPresenceBook(() => {})
  book.arrive(ada, 'desk', inLobby)
  book.arrive(ada, 'phone', inLobby)
  book.arrive(grace, 'desk of Grace', inLobby)
  assert.equal(book.countOf(lobby), 2)
  book.depart(ada, 'desk')
  book.depart(ada, 'desk')
  assert.equal(book.countOf(lobby), 2)
  book.depart(ada, 'phone')
  await pause(flap + 50)
  assert.deepEqual([book.countOf(lobby), book.stateOf(ada), book.stateOf(grace)], [1, 'offline', 'online'])
})

test('[PRES3] entering and leaving a room twice counts once', () => {
  const book = createPresenceBook(() => {})
  book.arrive(ada, 'desk', inLobby)
  book.enterRoom(ada, lab)
  book.enterRoom(ada, lab)
  assert.equal(book.countOf(lab), 1)
  book.leaveRoom(ada, lab)
  book.leaveRoom(ada, lab)
  assert.equal(book.countOf(lab), 0)
  book.enterRoom(grace, lab)
  assert.equal(book.countOf(lab), 0)
  book.enterRoom(ada, lab)
  book.forgetRoom(lab)
  book.leaveRoom(ada, lab)
  assert.equal(book.countOf(lab), 0)
})

test('[PRES1] what could not be told is told later, as it is by then', async () => {
  const book = createPresenceBook(() => {})
  book.arrive(ada, 'desk', inLobby)
  book.takeChanges()
  book.depart(ada, 'desk')
  await pause(flap + 50)
  const untold = book.takeChanges()
  assert.ok(!book.hasChanges())
  book.giveBack(untold)
  const again = book.takeChanges()
  assert.deepEqual([[...again.accountIds], [...again.roomIds], again.departures.size], [[ada], [lobby], 1])
  book.arrive(ada, 'desk', inLobby)
  book.giveBack(untold)
  assert.equal(book.takeChanges().departures.size, 0)
})
