import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { PresenceChanged } from '@chatter/shared/presence.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, lobbyOf, roomsOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'
import { flap } from './presence.book.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const lobby = (await lobbyOf(ada)).id

function names({ account }: Person, state: string) {
  return ({ presences }: PresenceChanged) =>
    presences.some(presence => presence.accountId === account.id && presence.state === state)
}

function counts(roomId: number, connectedCount: number) {
  return ({ rooms }: PresenceChanged) =>
    rooms.some(room => room.roomId === roomId && room.connectedCount === connectedCount)
}

async function presenceOf(person: Person) {
  const { body } = await ada.api('GET', '/api/v1/accounts')
  return body.presences.find(({ accountId }) => accountId === person.account.id)!
}

let stoodStill = 0
let lookedAt = Date.now()

/** The time in milliseconds, but for that in which this process, and the server in it, stood still. */
function timeAwake() {
  const gap = Date.now() - lookedAt
  lookedAt += gap
  if (gap > 50) stoodStill += gap
  return lookedAt - stoodStill
}

setInterval(timeAwake, 20).unref()

/** Waits until nobody of an earlier test is connected any more, and all of it is told. */
async function emptied(...left: Connection[]) {
  for (const connection of left) connection.close()
  while (server.app.presence.connected().length > 0) await pause(20)
  await pause(300)
}

/** Plays rounds until each delay was short once: a busy machine makes some rounds long, a server that waits too long all of them. */
async function assertQuick<Name extends string>(
  limits: Record<Name, number>,
  round: () => Promise<Record<Name, number>>,
) {
  const rounds: Record<Name, number>[] = []
  const names = Object.keys(limits) as Name[]
  const areQuick = () => names.every(name => Math.min(...rounds.map(round => round[name])) < limits[name])
  while (rounds.length < 8 && !areQuick()) rounds.push(await round())
  assert.ok(areQuick(), JSON.stringify(rounds))
}

test('[PRES1] who connects is online within a second for everybody, and who leaves is offline, with the time', async () => {
  const atAda = await ada.connect()
  assert.deepEqual(await presenceOf(grace), {
    accountId: grace.account.id,
    state: 'offline',
    lastSeenAt: null,
  })
  await assertQuick({ coming: 1_000, leaving: 1_000, noting: 500 }, async () => {
    const came = Date.now()
    const atGrace = await grace.connect()
    await atAda.next('presence:changed', names(grace, 'online'))
    const coming = Date.now() - came
    const online = await presenceOf(grace)
    assert.deepEqual([online.accountId, online.state], [grace.account.id, 'online'])
    const left = Date.now()
    atGrace.close()
    const { presences } = await atAda.next('presence:changed', names(grace, 'offline'))
    const leaving = Date.now() - left
    const lastSeenAt = presences.find(({ accountId }) => accountId === grace.account.id)!.lastSeenAt!
    assert.ok(lastSeenAt >= left)
    assert.deepEqual(await presenceOf(grace), { accountId: grace.account.id, state: 'offline', lastSeenAt })
    return { coming, leaving, noting: lastSeenAt - left }
  })
  await emptied(atAda)
})

test('[PRES1] of a crowd, too, the first and the last to leave are offline within a second', async () => {
  const people = await Promise.all(Array.from({ length: 60 }, (_, n) => server.signUp(`leaver${n}`)))
  await assertQuick({ first: 1_000, last: 1_000 }, async () => {
    const atAda = await ada.connect()
    const connections = await Promise.all(people.map(person => person.connect()))
    await atAda.next('presence:changed', counts(lobby, people.length + 1))
    // One event may tell of both.
    const isGone = (person: Person) =>
      atAda.events.some(
        ({ name, payload }) =>
          name === 'presence:changed' && names(person, 'offline')(payload as PresenceChanged),
      )
    const [first, last] = [people[0]!, people.at(-1)!].map(person =>
      until(() => isGone(person)).then(() => Date.now()),
    )
    // Longer than changes gather for a few, so that the first may not wait for the last.
    const begun = Date.now()
    for (const connection of connections) {
      connection.close()
      await pause(10)
    }
    const ended = Date.now()
    const delays = { first: (await first!) - begun, last: (await last!) - ended }
    await emptied(atAda)
    return delays
  })
})

test('[PRES2] a person is online while any of their devices is, and away when all of them are', async () => {
  const atAda = await ada.connect()
  const [desk, phone] = [await grace.connect(), await grace.connect()]
  await atAda.next('presence:changed', names(grace, 'online'))
  await desk.call('presence:set', { state: 'away' })
  await pause(250)
  assert.equal((await presenceOf(grace)).state, 'online')
  await phone.call('presence:set', { state: 'away' })
  await atAda.next('presence:changed', names(grace, 'away'))
  await desk.call('presence:set', { state: 'online' })
  await atAda.next('presence:changed', names(grace, 'online'))
  desk.close()
  await atAda.next('presence:changed', names(grace, 'away'))
  await emptied(atAda, phone)
})

test('[PRES3] rooms tell how many are connected out of how many members; who is away is connected', async () => {
  const room = await foundRoom([ada, grace], 'Counted')
  const atAda = await ada.connect()
  await atAda.next('presence:changed', counts(room, 1))
  const [desk, phone] = [await grace.connect(), await grace.connect()]
  const { rooms } = await atAda.next('presence:changed', counts(room, 2))
  assert.deepEqual(rooms, [{ roomId: room, connectedCount: 2, memberCount: 2 }])
  await desk.call('presence:set', { state: 'away' })
  assert.equal((await roomsOf(ada)).find(({ id }) => id === room)!.connectedCount, 2)
  await emptied(atAda, desk, phone)
})

test('[PRES3] a count follows those who join and leave', async () => {
  const room = await foundRoom([ada], 'Joined', 'public')
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  await atAda.next('presence:changed', counts(room, 1))
  const path = `/api/v1/rooms/${room}/members/${grace.account.id}` as const
  assert.equal((await grace.api('PUT', path)).body.room.connectedCount, 2)
  await atAda.next('presence:changed', counts(room, 2))
  await grace.api('DELETE', path)
  await atAda.next('presence:changed', counts(room, 1))
  await emptied(atAda, atGrace)
})

test('[PRES4] a connection that breaks and comes back at once is not noticed', async () => {
  const atAda = await ada.connect()
  let connection = await grace.connect()
  await atAda.next('presence:changed', names(grace, 'online'))
  let heard = 0
  const comeBack = async () => {
    heard = atAda.events.length
    const left = Date.now()
    connection.close()
    await pause(200)
    connection = await grace.connect()
    return Date.now() - left
  }
  let away = await comeBack()
  // A busy machine lets nobody come back at once.
  for (let tries = 1; away >= flap - 100 && tries < 5; tries++) {
    await pause(flap + 300)
    away = await comeBack()
  }
  assert.ok(away < flap - 100, `away for ${away} ms`)
  await pause(1_000)
  assert.ok(
    !atAda.events.slice(heard).some(({ payload }) => names(grace, 'offline')(payload as PresenceChanged)),
  )
  assert.equal((await presenceOf(grace)).state, 'online')
  await emptied(atAda, connection)
})

const client = `
  import { io } from 'socket.io-client'
  const [url, token] = process.argv.slice(1)
  const socket = io(url, { auth: { token, protocol: 1 }, transports: ['websocket'] })
  socket.on('connect', () => console.log('connected'))
`

test('[PRES5] a client whose process is killed is offline for the others within 15 s', async () => {
  const atAda = await ada.connect()
  const flags = ['--input-type=module', '-e', client, server.url, grace.token]
  const child = spawn(process.execPath, flags, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  })
  await once(child.stdout, 'data')
  await atAda.next('presence:changed', names(grace, 'online'))
  const killed = timeAwake()
  child.kill('SIGKILL')
  await atAda.next('presence:changed', names(grace, 'offline'))
  assert.ok(timeAwake() - killed < 3_000, 'a closed connection is seen at once')
  await emptied(atAda)
})

test('[PRES5] a client that falls silent, without closing its connection, is offline for the others within 15 s', async () => {
  const atAda = await ada.connect()
  const flags = ['--input-type=module', '-e', client, server.url, grace.token]
  const child = spawn(process.execPath, flags, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  })
  await once(child.stdout, 'data')
  await atAda.next('presence:changed', names(grace, 'online'))
  const stopped = timeAwake()
  child.kill('SIGSTOP')
  try {
    while (!atAda.events.some(({ payload }) => names(grace, 'offline')(payload as PresenceChanged))) {
      assert.ok(timeAwake() - stopped < 15_000, 'still online after 15 s')
      await pause(50)
    }
  } finally {
    child.kill('SIGKILL')
  }
  await emptied(atAda)
})

test('[PRES6] after a restart everybody is offline, last seen when the server closed', async () => {
  const atGrace = await grace.connect()
  const before = Date.now()
  await server.restart()
  const { state, lastSeenAt } = await presenceOf(grace)
  assert.equal(state, 'offline')
  assert.ok(lastSeenAt! >= before - 100)
  assert.equal((await lobbyOf(ada)).connectedCount, 0)
  atGrace.close()
})

test('[PRES7] the last to arrive is counted for everybody, however many come at once', async () => {
  const people = await Promise.all(Array.from({ length: 30 }, (_, n) => server.signUp(`crowd${n}`)))
  const begun = Date.now()
  const connections = await Promise.all(people.map(person => person.connect()))
  await Promise.all(connections.map(connection => connection.next('presence:changed', counts(lobby, 30))))
  // Changes gather for 100 ms; each time the counts and the names are told.
  const most = 6 + (2 * (Date.now() - begun)) / 100
  for (const connection of connections) {
    const events = connection.events.filter(({ name }) => name === 'presence:changed')
    assert.ok(events.length <= most, `${events.length} events for 30 arrivals, more than ${most}`)
  }
  await emptied(...connections)
})
