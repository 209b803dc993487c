import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Member, MemberJoined } from '@chatter/shared/rooms.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, lobbyOf, post, roomsOf } from '../../../test/talk.ts'
import { until } from '../../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

const put = (person: Person, room: number, { account }: Person) =>
  person.api('PUT', `/api/v1/rooms/${room}/members/${account.id}`)
const remove = (person: Person, room: number, { account }: Person) =>
  person.api('DELETE', `/api/v1/rooms/${room}/members/${account.id}`)
const members = async (person: Person, room: number): Promise<Member[]> =>
  (await person.api('GET', `/api/v1/rooms/${room}/members`)).body.members

test('[MEM1] a sign-up is told in the lobby: who joined, how many are there, and a notice', async () => {
  const atAda = await ada.connect()
  const { id } = await lobbyOf(ada)
  const hopper = await server.signUp('hopper')
  const joined = await atAda.next('member:joined', ({ roomId }) => roomId === id)
  assert.deepEqual(
    [joined.member.account, joined.member.role, joined.memberCount],
    [hopper.account, 'member', 4],
  )
  const { messages } = await atAda.next(
    'messages:posted',
    ({ messages }) => messages[0]!.author.id === hopper.account.id,
  )
  const { kind, notice, author, clientId, body } = messages[0]!
  assert.deepEqual(
    { kind, notice, author: author.id, clientId, body },
    { kind: 'notice', notice: { type: 'joined' }, author: hopper.account.id, clientId: null, body: '' },
  )
  assert.deepEqual((await history(hopper, id)).at(-1), messages[0])
})

test('[MEM1] of a crowd that signs up at once, the count that is told last is the one that stands', async () => {
  const atAda = await ada.connect()
  const told = () => atAda.events.filter(({ name }) => name === 'member:joined')
  const before = told().length
  await Promise.all(Array.from({ length: 40 }, (_, n) => server.signUp(`crowd${n}`)))
  await until(() => told().length === before + 40)
  const { memberCount } = told().at(-1)!.payload as MemberJoined
  assert.equal(memberCount, (await lobbyOf(ada)).memberCount)
  atAda.close()
})

test('[MEM2] anybody joins a public room, and hears it at once', async () => {
  const room = await foundRoom([ada], 'Open', 'public')
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  await post(atAda, room, 'before')
  await assert.rejects(post(atGrace, room, 'not yet'), coded('not_found'))
  const { status, body } = await put(grace, room, grace)
  assert.deepEqual(
    [status, body.room.role, body.room.memberCount, body.room.unreadCount],
    [200, 'member', 2, 0],
  )
  assert.equal((await atGrace.next('room:added')).room.id, room)
  assert.equal((await atAda.next('member:joined')).memberCount, 2)
  const message = await post(atAda, room, 'welcome')
  await atGrace.next('messages:posted', ({ messages }) => messages.at(-1)!.seq === message.seq)
  assert.deepEqual(
    (await members(grace, room)).map(({ account, role }) => [account.username, role]),
    [
      ['ada', 'owner'],
      ['grace', 'member'],
    ],
  )
})

test('[MEM3] a private room is joined by invitation of a member only', async () => {
  const room = await foundRoom([ada, grace], 'Closed')
  assert.equal((await put(linus, room, linus)).body.code, 'not_found')
  const atLinus = await linus.connect()
  assert.equal((await put(grace, room, linus)).status, 200)
  assert.equal((await atLinus.next('room:added')).room.id, room)
  assert.equal((await post(atLinus, room, 'thank you')).roomId, room)
  assert.equal((await ada.api('PUT', `/api/v1/rooms/${room}/members/999999`)).body.code, 'not_found')
})

test('[MEM4] joining twice, also in the same instant, joins once', async () => {
  const room = await foundRoom([ada], 'Twice', 'public')
  const answers = await Promise.all(Array.from({ length: 8 }, () => put(grace, room, grace)))
  for (const { status, body } of answers) assert.deepEqual([status, body.room.memberCount], [200, 2])
  assert.equal((await put(grace, room, grace)).status, 200)
  assert.equal((await history(ada, room)).length, 1)
})

test('[MEM4] many join in the same instant, and the count is right', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, n) => server.signUp(`many${n}`)))
  const room = await foundRoom([ada], 'Many', 'public')
  await Promise.all(people.map(person => put(person, room, person)))
  const mine = (await roomsOf(ada)).find(({ id }) => id === room)!
  assert.equal(mine.memberCount, 13)
  assert.equal((await members(ada, room)).length, 13)
  assert.equal((await lobbyOf(ada)).memberCount, (await members(ada, (await lobbyOf(ada)).id)).length)
})

test('[MEM5] who leaves hears nothing more of the room, and the others are told', async () => {
  const room = await foundRoom([ada, grace], 'Leaving')
  const [atAda, atGrace] = [await ada.connect(), await grace.connect()]
  assert.equal((await remove(grace, room, grace)).status, 204)
  assert.equal((await atGrace.next('room:removed')).roomId, room)
  const left = await atAda.next('member:left')
  assert.deepEqual(left, { roomId: room, accountId: grace.account.id, memberCount: 1 })
  const { messages } = await atAda.next('messages:posted', ({ roomId }) => roomId === room)
  assert.deepEqual([messages[0]!.notice, messages[0]!.author.id], [{ type: 'left' }, grace.account.id])
  const heard = atGrace.events.length
  await post(atAda, room, 'among us')
  await assert.rejects(post(atGrace, room, 'still?'), coded('not_found'))
  assert.ok(!atGrace.events.slice(heard).some(({ name }) => name === 'messages:posted'))
  assert.equal((await remove(grace, room, grace)).status, 404)
})

test('[MEM6] the owner removes members, and members do not remove each other', async () => {
  const room = await foundRoom([ada, grace, linus], 'Removing')
  assert.equal((await remove(grace, room, linus)).body.code, 'forbidden')
  assert.equal((await remove(grace, room, ada)).body.code, 'forbidden')
  assert.equal((await remove(ada, room, linus)).status, 204)
  assert.equal((await remove(ada, room, linus)).body.code, 'not_found')
  assert.deepEqual(
    (await members(ada, room)).map(({ account }) => account.id),
    [ada.account.id, grace.account.id],
  )
})

test('[MEM7] a room that its owner leaves belongs to who has been there longest', async () => {
  const room = await foundRoom([ada, grace, linus], 'Inherited', 'public')
  assert.equal((await remove(ada, room, ada)).status, 204)
  const roles = (await members(linus, room)).map(({ account, role }) => [account.username, role])
  assert.deepEqual(roles, [
    ['grace', 'owner'],
    ['linus', 'member'],
  ])
  await remove(grace, room, grace)
  await remove(linus, room, linus)
  assert.equal((await put(ada, room, ada)).body.room.role, 'owner')
})

test('[MEM8] a connection made while its person enters a room hears that room', async () => {
  const room = await foundRoom([ada], 'Racing', 'public')
  const atAda = await ada.connect()
  for (let n = 0; n < 10; n++) {
    const newcomer = await server.signUp(`racer${n}`)
    const [connection] = await Promise.all([newcomer.connect(), put(newcomer, room, newcomer)])
    await connection.call('presence:watch', { accountIds: [] })
    const message = await post(atAda, room, `to racer ${n}`)
    await connection.next('messages:posted', ({ messages }) =>
      messages.some(({ seq }) => seq === message.seq),
    )
    connection.close()
  }
})

test('[MEM13] a connection made while its person is removed is deaf to that room', async () => {
  const atAda = await ada.connect()
  for (let n = 0; n < 8; n++) {
    const leaver = await server.signUp(`leaver${n}`)
    const room = await foundRoom([ada, leaver], `Put out ${n}`)
    const [connection] = await Promise.all([leaver.connect(), remove(ada, room, leaver)])
    const heard = connection.events.length
    await post(atAda, room, `without leaver ${n}`)
    await connection.call('presence:watch', { accountIds: [] })
    const rooms = connection.events
      .slice(heard)
      .filter(({ name }) => name === 'messages:posted')
      .map(({ payload }) => (payload as { roomId: number }).roomId)
    assert.ok(!rooms.includes(room), `leaver ${n} heard the room`)
    connection.close()
  }
})
