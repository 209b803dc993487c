/** Presence on a server with more accounts than `namedPresenceLimit`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { namedPresenceLimit, type PresenceChanged } from '@chatter/shared/presence.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { lobbyOf } from '../../../test/talk.ts'

const server = await startServer()
const people: Person[] = []
for (let n = 0; n <= namedPresenceLimit; n++) people.push(await server.signUp(`person${n}`))
const [ada, grace, linus, hopper] = people as [Person, Person, Person, Person]
const lobby = (await lobbyOf(ada)).id

function named({ events }: Connection, { account }: Person): string[] {
  return events
    .filter(({ name }) => name === 'presence:changed')
    .flatMap(({ payload }) => (payload as PresenceChanged).presences)
    .filter(({ accountId }) => accountId === account.id)
    .map(({ state }) => state)
}

test('[PRES8] above 100 accounts, changes are named to those who watch the person, and to nobody else', async () => {
  const [atAda, atLinus] = [await ada.connect(), await linus.connect()]
  const { presences } = await atAda.call('presence:watch', {
    accountIds: [grace.account.id, linus.account.id],
  })
  assert.deepEqual(presences, [
    { accountId: grace.account.id, state: 'offline', lastSeenAt: null },
    { accountId: linus.account.id, state: 'online', lastSeenAt: null },
  ])
  const atGrace = await grace.connect()
  await atAda.next('presence:changed', ({ presences }) => presences.some(({ state }) => state === 'online'))
  await atLinus.next('presence:changed', ({ rooms }) =>
    rooms.some(({ connectedCount }) => connectedCount === 3),
  )
  assert.deepEqual(named(atAda, grace), ['online'])
  assert.deepEqual(named(atLinus, grace), [])
  await atAda.call('presence:watch', { accountIds: [] })
  atGrace.close()
  await atLinus.next('presence:changed', ({ rooms }) =>
    rooms.some(({ connectedCount }) => connectedCount === 2),
  )
  assert.deepEqual(named(atAda, grace), ['online'])
  atAda.close()
  atLinus.close()
})

test('[PRES8] above 100 accounts, changes are also named to those who have a direct room with the person', async () => {
  const atAda = await ada.connect()
  await ada.api('PUT', `/api/v1/directs/${hopper.account.id}`)
  const atHopper = await hopper.connect()
  await atAda.next('presence:changed', ({ presences }) => presences.length > 0)
  atHopper.close()
  await atAda.next('presence:changed', ({ presences }) => presences[0]?.state === 'offline')
  assert.deepEqual(named(atAda, hopper), ['online', 'offline'])
  atAda.close()
})

test('[PRES9] what arrivals send grows with the number of people, not with its square', async () => {
  while (server.app.presence.connected().length > 0) await pause(20)
  const begun = Date.now()
  const connections = await Promise.all(people.map(person => person.connect()))
  await Promise.all(
    connections.map(connection =>
      connection.next('presence:changed', ({ rooms }) =>
        rooms.some(({ roomId, connectedCount }) => roomId === lobby && connectedCount === people.length),
      ),
    ),
  )
  // On a busy machine they do not all come at once: ten counts a second are the most, and nobody is named.
  const most = 3 + (Date.now() - begun) / 100
  for (const { events } of connections) {
    const told = events.filter(({ name }) => name === 'presence:changed')
    assert.ok(told.length <= most, `${told.length} events, and not ${most}`)
    assert.ok(JSON.stringify(told).length < most * 150)
  }
  for (const connection of connections) connection.close()
})
