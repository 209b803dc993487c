import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomPreferences } from '@chatter/shared/rooms.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, lobbyOf, roomsOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

const want = (person: Person, room: number, preferences: RoomPreferences) =>
  person.api('PATCH', `/api/v1/rooms/${room}/preferences`, preferences)

async function preferencesOf(person: Person, room: number) {
  const { level, favourite } = (await roomsOf(person)).find(({ id }) => id === room)!
  return { level, favourite }
}

test('[PREF1] until somebody chooses, rooms tell what mentions them, and direct rooms everything', async () => {
  const room = await foundRoom([ada, grace], 'Usual')
  const direct = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
  assert.deepEqual(await preferencesOf(grace, room), { level: 'mentions', favourite: null })
  assert.deepEqual(await preferencesOf(grace, direct), { level: 'all', favourite: null })
  for (const id of [(await lobbyOf(grace)).id, direct])
    assert.equal((await want(grace, id, { level: 'muted' })).body.level, 'muted')
})

test('[PREF2] what one wants of a room is told to all of their devices, and to nobody else', async () => {
  const room = await foundRoom([ada, grace], 'Wanted')
  const [first, second, atAda] = [await grace.connect(), await grace.connect(), await ada.connect()]
  const { status, body } = await want(grace, room, { level: 'all', favourite: 1.5 })
  const changed = { roomId: room, level: 'all', favourite: 1.5 }
  assert.deepEqual([status, body], [200, changed])
  for (const device of [first, second]) assert.deepEqual(await device.next('preferences:changed'), changed)
  assert.deepEqual((await want(grace, room, { favourite: null })).body, { ...changed, favourite: null })
  assert.deepEqual((await want(grace, room, { level: 'mentions' })).body, {
    roomId: room,
    level: 'mentions',
    favourite: null,
  })
  assert.deepEqual(await preferencesOf(ada, room), { level: 'mentions', favourite: null })
  assert.ok(!atAda.events.some(({ name }) => name === 'preferences:changed'))
})

test('[PREF2] what is left out stays as it is', async () => {
  const room = await foundRoom([ada], 'Left out')
  await want(ada, room, { level: 'muted', favourite: 2 })
  assert.deepEqual((await want(ada, room, {})).body, { roomId: room, level: 'muted', favourite: 2 })
  await server.restart()
  assert.deepEqual(await preferencesOf(ada, room), { level: 'muted', favourite: 2 })
})

test('[PREF2] what is told last is what stands, also when two devices choose in the same instant', async () => {
  const room = await foundRoom([ada], 'Instant')
  const connection = await ada.connect()
  const told = () => connection.events.filter(({ name }) => name === 'preferences:changed')
  for (let round = 0; round < 30; round++) {
    const level = round % 2 === 0 ? 'muted' : 'all'
    const heard = told().length
    await Promise.all([want(ada, room, { level }), want(ada, room, { favourite: round })])
    await until(() => told().length === heard + 2)
    assert.deepEqual(told().at(-1)!.payload, { roomId: room, ...(await preferencesOf(ada, room)) })
  }
  connection.close()
})

test('[PREF3] who is not in a room wants nothing of it', async () => {
  const room = await foundRoom([ada, grace], 'Not yours')
  assert.equal((await want(grace, room, { level: 'muted' })).status, 200)
  for (const preferences of [{ level: 'muted' }, {}] as const) {
    const refused = await want(linus, room, preferences)
    const absent = await want(linus, 999_999, preferences)
    assert.deepEqual([refused.status, refused.body], [404, absent.body])
  }
  const wrong = await ada.api('PATCH', `/api/v1/rooms/${room}/preferences`, { level: 'loud' })
  assert.deepEqual([wrong.status, wrong.body.field], [400, 'level'])
})
