import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PublicRoomList, Room } from '@chatter/shared/rooms.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom, lobbyOf, post, roomsOf } from '../../../test/talk.ts'
import { roomsSql, unreadSql } from './rooms.table.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

async function roomOf(person: typeof ada, roomId: number): Promise<Room> {
  const { status, body } = await person.api('GET', `/api/v1/rooms/${roomId}`)
  assert.equal(status, 200)
  return body.room
}

/** Adds people who never come, as a large server has them. */
async function fillLobby(count: number) {
  const { db } = server.app
  const names = Array.from({ length: count }, (_, n) => `extra-${n}`)
  const [example] = await db('accounts').where({ id: ada.account.id })
  const { id: _, ...account } = example
  for (const name of names) await db('accounts').insert({ ...account, username: name, username_key: name })
  const { id } = await lobbyOf(ada)
  const [member] = await db('members').where({ room_id: id, account_id: ada.account.id })
  const added = await db('accounts').select('id').whereIn('username', names)
  await db('members').insert(added.map(one => ({ ...member, account_id: one.id })))
}

test('[ROOM1] everybody is in the lobby from the start, and what was said before is not unread', async () => {
  const lobby = await lobbyOf(ada)
  assert.deepEqual([lobby.kind, lobby.name, lobby.createdBy, lobby.role], ['public', 'Lobby', null, 'member'])
  await post(await ada.connect(), lobby.id, 'before Hopper')
  const hopper = await server.signUp('hopper')
  const theirs = await lobbyOf(hopper)
  assert.deepEqual([theirs.id, theirs.unreadCount, theirs.memberCount], [lobby.id, 0, 4])
  await server.restart()
  assert.equal((await roomsOf(hopper)).filter(room => room.lobby).length, 1)
})

test('[ROOM1] the database itself holds that there is one lobby', async () => {
  const [lobby] = await server.app.db('rooms').where({ lobby: true })
  const { id: _, ...row } = lobby
  await assert.rejects(server.app.db('rooms').insert({ ...row, name_key: 'another' }))
})

test('[ROOM2] a room is made by its owner, and heard of on all of their devices', async () => {
  const device = await ada.connect()
  const { status, body } = await ada.api('POST', '/api/v1/rooms', {
    name: '  연구실   하나 ',
    kind: 'private',
    topic: 'Engines',
  })
  assert.equal(status, 201)
  const { id, name, kind, topic, role, memberCount, createdBy, lastSeq } = body.room as Room
  assert.deepEqual(
    { name, kind, topic, role, memberCount, createdBy, lastSeq },
    {
      name: '연구실 하나',
      kind: 'private',
      topic: 'Engines',
      role: 'owner',
      memberCount: 1,
      createdBy: ada.account.id,
      lastSeq: 0,
    },
  )
  const { room } = await device.next('room:added', ({ room }) => room.id === id)
  assert.equal(room.role, 'owner')
  const message = await post(device, id, 'first')
  assert.deepEqual((await device.next('messages:posted', inRoom(id))).messages, [message])
})

test('[ROOM3] names of public rooms differ, in whatever case or form they are written', async () => {
  const make = (name: string, kind: string) => linus.api('POST', '/api/v1/rooms', { name, kind })
  assert.equal((await make('Straße', 'public')).status, 201)
  for (const name of ['STRASSE', 'Strasse', 'ＳＴＲＡＳＳＥ', 'lobby'])
    assert.deepEqual([(await make(name, 'public')).body.code, name], ['room_name_taken', name])
  assert.equal((await make('STRASSE', 'private')).status, 201)
  assert.equal((await make('STRASSE', 'private')).status, 201)
})

test('[ROOM3] of two who take a name in the same instant, one gets it', async () => {
  const make = (person: typeof ada) => person.api('POST', '/api/v1/rooms', { name: 'Race', kind: 'public' })
  const answers = await Promise.all([ada, grace, linus, ada, grace, linus].map(make))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409, 409, 409, 409, 409])
})

test('[ROOM4] a room has a visible name of 1 to 64 characters', async () => {
  const make = (name: string) => ada.api('POST', '/api/v1/rooms', { name, kind: 'private' })
  assert.equal((await make('👩‍🚀 '.repeat(16))).status, 201)
  for (const name of ['', '   ', 'x'.repeat(65), 'a\u202Eb', '\u200B', '\u0000'])
    assert.deepEqual((await make(name)).body, {
      ...(await make(name)).body,
      code: 'invalid_input',
      field: 'name',
    })
})

test('[ROOM5] my rooms come with marker, unread posts of others, and the last message', async () => {
  const room = await foundRoom([ada, grace], 'Counted')
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  for (let n = 0; n < 3; n++) await post(atAda, room, `for Grace ${n}`)
  await post(atGrace, room, 'mine')
  const last = await post(atAda, room, 'last')
  const mine = (await roomsOf(grace)).find(({ id }) => id === room)!
  assert.deepEqual([mine.unreadCount, mine.readSeq, mine.lastSeq, mine.rev], [4, 0, 6, 6])
  assert.deepEqual(mine.lastMessage, last)
  assert.deepEqual(await roomOf(grace, room), mine)
  assert.equal((await roomOf(ada, room)).unreadCount, 1)
})

test('[ROOM6] who is not in a room cannot tell it from one that does not exist', async () => {
  const room = await foundRoom([ada, grace], 'Hidden')
  assert.equal((await grace.api('GET', `/api/v1/rooms/${room}`)).status, 200)
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/members'],
    ['DELETE', ''],
    ['PUT', `/members/${linus.account.id}`],
    ['DELETE', `/members/${linus.account.id}`],
    ['DELETE', `/members/${ada.account.id}`],
  ] as const) {
    const forbidden = await linus.api(method, `/api/v1/rooms/${room}${path}`)
    const absent = await linus.api(method, `/api/v1/rooms/999999${path}`)
    assert.deepEqual([path, forbidden.status, forbidden.body], [path, 404, absent.body])
  }
  assert.ok(!(await roomsOf(linus)).some(({ id }) => id === room))
})

test('[ROOM7] public rooms are found by their name, private ones are not', async () => {
  const open = await foundRoom([ada, grace], 'Browse 100%', 'public')
  const hidden = await foundRoom([ada], 'Browse in private')
  const browse = async (query: string) =>
    (await linus.api('GET', `/api/v1/rooms/browse?query=${encodeURIComponent(query)}`)).body.rooms
  const expected = {
    id: open,
    name: 'Browse 100%',
    topic: '',
    description: '',
    memberCount: 2,
    connectedCount: 2,
    isMember: false,
  }
  assert.deepEqual(await browse('ＢＲＯＷＳＥ'), [expected])
  assert.deepEqual(await browse('0%'), [expected])
  assert.deepEqual(await browse('_rowse'), [])
  assert.ok((await browse('')).some(({ name, isMember }) => name === 'Lobby' && isMember))
  const byId = async (id: number) => (await linus.api('GET', `/api/v1/rooms/browse?roomId=${id}`)).body.rooms
  assert.deepEqual(await byId(open), [expected])
  assert.deepEqual([await byId(hidden), await byId(999_999)], [[], []])
})

test('[ROOM7] public rooms are listed page by page, each once, the largest first', async () => {
  const rooms = [
    await foundRoom([ada], 'Paged 나', 'public'),
    await foundRoom([ada], 'paged 가', 'public'),
    await foundRoom([ada, grace, linus], 'Paged Z', 'public'),
    await foundRoom([ada, grace], 'Paged y', 'public'),
    await foundRoom([ada, grace], 'Paged X!', 'public'),
  ]
  const order = [rooms[2], rooms[4], rooms[3], rooms[1], rooms[0]]
  for (const limit of [1, 2, 4, 5]) {
    const seen: number[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: PublicRoomList = (
        await linus.api(
          'GET',
          `/api/v1/rooms/browse?query=paged&limit=${limit}${cursor && `&cursor=${cursor}`}` as const,
        )
      ).body
      seen.push(...page.rooms.map(({ id }) => id))
      assert.ok(page.rooms.length <= limit)
      cursor = page.cursor
    }
    assert.deepEqual(seen, order, `by ${limit}`)
  }
  for (const query of ['cursor=1', 'cursor=.x', 'cursor=1.', "cursor=1.'", 'limit=0', 'limit=101'])
    assert.equal((await linus.api('GET', `/api/v1/rooms/browse?${query}`)).body.code, 'invalid_input', query)
})

test('[ROOM8] its owner deletes a room for good, and nobody else does', async () => {
  const room = await foundRoom([ada, grace], 'Doomed')
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  await post(atGrace, room, 'soon gone')
  assert.equal((await grace.api('DELETE', `/api/v1/rooms/${room}`)).body.code, 'forbidden')
  assert.equal((await history(grace, room)).length, 2)
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${room}`)).status, 204)
  for (const device of [atAda, atGrace]) await device.next('room:removed', ({ roomId }) => roomId === room)
  assert.equal((await grace.api('GET', `/api/v1/rooms/${room}`)).status, 404)
  await assert.rejects(post(atGrace, room, 'too late'), coded('not_found'))
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${room}`)).status, 404)
})

test('[ROOM9] the lobby is neither deleted nor left, by anybody', async () => {
  const { id } = await lobbyOf(ada)
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${id}`)).body.code, 'forbidden')
  assert.equal(
    (await ada.api('DELETE', `/api/v1/rooms/${id}/members/${ada.account.id}`)).body.code,
    'forbidden',
  )
  assert.equal(
    (await ada.api('DELETE', `/api/v1/rooms/${id}/members/${grace.account.id}`)).body.code,
    'forbidden',
  )
  assert.equal((await lobbyOf(ada)).id, id)
})

test('[ROOM5] all of my rooms are read by their keys, and unread posts from the marker on', async () => {
  const { db } = server.app
  const room = await foundRoom([ada, grace], 'Planned')
  await fillLobby(500)
  const [example] = await db('rooms').where({ id: room })
  const { id: _, ...row } = example
  for (let n = 0; n < 300; n++) await db('rooms').insert(row)
  const atGrace = await grace.connect()
  await Promise.all(Array.from({ length: 600 }, (_, n) => post(atGrace, room, `${n}`)))
  await db.raw(server.config.databaseUrl ? 'ANALYZE TABLE messages, rooms, members, accounts' : 'ANALYZE')
  const list = await explain(db, roomsSql('members.account_id = ?'), [ada.account.id])
  assert.ok(!list.scans && !list.sorts, JSON.stringify(list))
  const unread = await explain(db, unreadSql, [
    ada.account.id,
    room,
    ada.account.id,
    room,
    590,
    601,
    601,
    ada.account.id,
  ])
  assert.match(unread.messages!, /PRIMARY range|room_id=\? AND seq>\? AND seq<\?/)
})
