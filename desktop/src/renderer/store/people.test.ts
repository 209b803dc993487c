/** Whom a client hears of on a server that names changes of presence only to those who watch. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedPresenceLimit } from '@chatter/shared/presence.ts'
import { startServer } from '../../../../server/test/server.ts'
import { createSeats } from '../../../test/seats.ts'
import type { ClientState } from './state.ts'

const server = await startServer()
const { start, signUp, arrive } = createSeats(server)
for (let n = 0; n < namedPresenceLimit; n++) await server.signUp(`person${n}`)

test('[PRES8] whoever is in one of several lists on screen is watched, until they are in none', async () => {
  const ada = await start('Ada')
  const [grace, linus, hopper] = [await signUp('Grace'), await signUp('Linus'), await signUp('Hopper')]
  const stateOf = (state: ClientState, { account }: typeof grace) =>
    state.snapshot.presences[account.id]?.state
  const ends = [
    ada.client.watchPeople([grace.account.id]),
    ada.client.watchPeople([linus.account.id, grace.account.id]),
  ]
  await ada.until(state => stateOf(state, grace) === 'offline' && stateOf(state, linus) === 'offline')
  const [atGrace, atLinus] = [await arrive(grace), await arrive(linus)]
  await ada.until(state => stateOf(state, grace) === 'online' && stateOf(state, linus) === 'online')
  ends[0]!()
  ada.network.cut()
  ada.client.reconnect()
  await ada.online()
  atGrace.client.setAway(true)
  await ada.until(state => stateOf(state, grace) === 'away', 'Grace is in the other list still')
  ends[1]!()
  ada.client.watchPeople([grace.account.id, hopper.account.id])
  await ada.until(state => stateOf(state, hopper) === 'offline', 'the server knows the new list')
  await atLinus.client.stop()
  await atGrace.client.stop()
  await ada.until(state => stateOf(state, grace) === 'offline')
  assert.equal(stateOf(ada.state(), linus), 'online', 'nobody looks at Linus any more')
})
