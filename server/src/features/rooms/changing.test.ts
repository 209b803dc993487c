import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomChange } from '@chatter/shared/rooms.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, history, inRoom, lobbyOf, roomsOf } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

const change = (person: Person, room: number, form: RoomChange) =>
  person.api('PATCH', `/api/v1/rooms/${room}`, form)

const noticesIn = async (room: number) =>
  (await history(ada, room)).flatMap(({ notice }) => (notice && notice.type !== 'joined' ? [notice] : []))

test('[ROOM14] owner and moderators change a room, everybody in it hears, and notices tell it in the timeline', async () => {
  const room = await foundRoom([ada, grace, linus], 'Before')
  const atLinus = await linus.connect()
  assert.equal((await change(linus, room, { name: 'Mine' })).body.code, 'forbidden')
  const form = { name: ' 분석   기관 ', topic: 'Engines', description: 'One\r\nTwo', announcement: true }
  const { status, body } = await change(ada, room, form)
  const after = { name: '분석 기관', topic: 'Engines', description: 'One\nTwo', announcement: true }
  assert.equal(status, 200)
  assert.deepEqual({ ...body.room, ...after }, body.room)
  assert.deepEqual(await atLinus.next('room:changed'), { roomId: room, ...after })
  await ada.api('PATCH', `/api/v1/rooms/${room}/members/${grace.account.id}`, { role: 'moderator' })
  assert.equal((await change(grace, room, { topic: '' })).status, 200)
  assert.deepEqual(await atLinus.next('room:changed'), { roomId: room, ...after, topic: '' })
  assert.deepEqual(await noticesIn(room), [
    { type: 'renamed', text: '분석 기관' },
    { type: 'topic_changed', text: 'Engines' },
    { type: 'topic_changed' },
  ])
  const notices = (await history(linus, room)).filter(({ notice }) => notice?.type === 'topic_changed')
  assert.deepEqual(
    notices.map(({ author }) => author.id),
    [ada.account.id, grace.account.id],
  )
  assert.equal((await roomsOf(linus)).find(({ id }) => id === room)!.unreadCount, 0)
})

test('[ROOM14] what is as it was makes no news', async () => {
  const room = await foundRoom([ada, grace], 'Same')
  const atGrace = await grace.connect()
  for (const form of [{}, { name: ' Same ' }, { topic: '', description: '', announcement: false }])
    assert.equal((await change(ada, room, form)).status, 200)
  await change(ada, room, { description: 'new' })
  const changed = await atGrace.next('room:changed', inRoom(room))
  assert.deepEqual([changed.description, await noticesIn(room)], ['new', []])
  assert.equal(atGrace.events.filter(({ name }) => name === 'room:changed').length, 1)
})

test('[ROOM15] a new name follows the rules of creation, and the old one is free', async () => {
  const [first, second] = [
    await foundRoom([ada], 'Alpha', 'public'),
    await foundRoom([ada, grace], 'Beta', 'public'),
  ]
  assert.equal((await change(ada, second, { name: 'ＡＬＰＨＡ' })).body.code, 'room_name_taken')
  assert.equal((await change(ada, second, { name: 'BETA' })).body.room.name, 'BETA')
  for (const form of [
    { name: '' },
    { name: 'a\u202Eb' },
    { topic: 'x'.repeat(251) },
    { name: 'x'.repeat(65) },
  ])
    assert.equal((await change(ada, second, form)).body.code, 'invalid_input')
  assert.equal((await change(ada, first, { name: 'Gamma' })).status, 200)
  assert.equal((await change(ada, second, { name: 'alpha' })).status, 200)
  const secret = await foundRoom([ada], 'Secret')
  assert.equal((await change(ada, secret, { name: 'Gamma' })).status, 200)
  const browse = async (query: string) =>
    (await linus.api('GET', `/api/v1/rooms/browse?query=${query}`)).body.rooms.map(({ id }) => id)
  assert.deepEqual([await browse('gamma'), await browse('beta')], [[first], []])
})

test('[ROOM15] of two rooms that take a name in the same instant, one gets it', async () => {
  const rooms = [await foundRoom([ada], 'One', 'public'), await foundRoom([grace], 'Two', 'public')]
  const answers = await Promise.all(
    rooms.map((room, n) => change(n === 0 ? ada : grace, room, { name: 'Both' })),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
})

test('[ROOM14] nobody changes the lobby or a direct room, and who is outside finds no room to change', async () => {
  const { id: lobby } = await lobbyOf(ada)
  const direct = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
  for (const room of [lobby, direct])
    assert.equal((await change(ada, room, { topic: 'Ours' })).body.code, 'forbidden')
  const room = await foundRoom([ada, grace], 'Inside')
  const refused = await change(linus, room, { topic: 'Outside' })
  assert.deepEqual([refused.status, refused.body], [404, (await change(linus, 999_999, { topic: 'x' })).body])
})

test('[ROOM7] public rooms are found by their topic, as it is now', async () => {
  const room = await foundRoom([ada], 'Plain', 'public')
  const found = async (query: string) =>
    (await linus.api('GET', `/api/v1/rooms/browse?query=${encodeURIComponent(query)}`)).body.rooms
      .map(({ id }) => id)
      .includes(room)
  assert.equal(await found('STRASSE'), false)
  await change(ada, room, { topic: 'Auf der Straße 프로젝트' })
  assert.deepEqual([await found('STRASSE'), await found('프로젝트'.normalize('NFD'))], [true, true])
  await change(ada, room, { topic: 'Elsewhere' })
  assert.equal(await found('STRASSE'), false)
  const hidden = await foundRoom([ada], 'Hidden')
  await change(ada, hidden, { topic: 'Straße' })
  assert.deepEqual((await linus.api('GET', '/api/v1/rooms/browse?query=strasse')).body.rooms, [])
})

test('[ROOM7] public rooms are found by their description, as it is now', async () => {
  const form = { name: 'Described', kind: 'public', description: 'Wo wir\nüber Straßen reden' }
  const { room } = (await ada.api('POST', '/api/v1/rooms', form)).body
  const found = async (query: string) =>
    (await linus.api('GET', `/api/v1/rooms/browse?query=${encodeURIComponent(query)}`)).body.rooms
      .map(({ id }) => id)
      .includes(room.id)
  assert.deepEqual([await found('WIR ÜBER STRASSEN'), await found('bridges')], [true, false])
  await change(ada, room.id, { description: 'Bridges' })
  assert.deepEqual([await found('strassen'), await found('bridges')], [false, true])
  const hidden = await foundRoom([ada], 'Not described')
  await change(ada, hidden, { description: 'Bridges, too' })
  assert.equal(
    (await linus.api('GET', '/api/v1/rooms/browse?query=bridges')).body.rooms.length,
    1,
    'private rooms are not found by what they are for',
  )
})

test('[ROOM17] of many changes in the same instant, the one that is told last is the one that stands', async () => {
  const room = await foundRoom([ada, grace, linus], 'Busy')
  const atLinus = await linus.connect()
  const give = (role: string) =>
    ada.api('PATCH', `/api/v1/rooms/${room}/members/${grace.account.id}`, { role })
  await give('moderator')
  const names = Array.from({ length: 16 }, (_, n) => `Busy ${n}`)
  await Promise.all(
    names.flatMap((name, n) => [
      change(n % 2 ? ada : grace, room, { name }),
      give(n % 3 ? 'moderator' : 'member'),
    ]),
  )
  await atLinus.call('presence:watch', { accountIds: [] })
  const told = (event: string) =>
    atLinus.events.filter(({ name }) => name === event).map(({ payload }) => payload)
  const { name } = (await ada.api('GET', `/api/v1/rooms/${room}`)).body.room
  assert.equal((told('room:changed').at(-1) as { name: string }).name, name)
  const { role } = (await grace.api('GET', `/api/v1/rooms/${room}`)).body.room
  assert.equal((told('member:changed').at(-1) as { role: string }).role, role)
  const renamed = (await noticesIn(room)).map(({ text }) => text)
  assert.equal(renamed.at(-1), name)
})
