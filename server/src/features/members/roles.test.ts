import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Member, MemberRole } from '@chatter/shared/rooms.ts'
import type { Connection, Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { foundRoom, history, inRoom, lobbyOf, post, roomsOf } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

const give = (person: Person, room: number, { account }: Person, role: MemberRole) =>
  person.api('PATCH', `/api/v1/rooms/${room}/members/${account.id}`, { role })
const remove = (person: Person, room: number, { account }: Person) =>
  person.api('DELETE', `/api/v1/rooms/${room}/members/${account.id}`)

/** Everybody's role, by user name. */
async function rolesOf(person: Person, room: number): Promise<Record<string, MemberRole>> {
  const members: Member[] = (await person.api('GET', `/api/v1/rooms/${room}/members`)).body.members
  return Object.fromEntries(members.map(({ account, role }) => [account.username, role]))
}

const changesAt = ({ events }: Connection) => events.filter(({ name }) => name === 'member:changed').length

test('[MEM9] the owner makes moderators and members, everybody hears of it, and nobody else does it', async () => {
  const room = await foundRoom([ada, grace, linus], 'Roles')
  const [atAda, atLinus] = [await ada.connect(), await linus.connect()]
  assert.equal((await give(grace, room, linus, 'moderator')).body.code, 'forbidden')
  assert.equal((await give(ada, room, grace, 'moderator')).status, 204)
  const changed = { roomId: room, accountId: grace.account.id, role: 'moderator' }
  for (const device of [atAda, atLinus])
    assert.deepEqual(await device.next('member:changed', inRoom(room)), changed)
  assert.deepEqual(await rolesOf(linus, room), { ada: 'owner', grace: 'moderator', linus: 'member' })
  assert.equal((await roomsOf(grace)).find(({ id }) => id === room)!.role, 'moderator')
  assert.equal((await give(grace, room, linus, 'moderator')).body.code, 'forbidden')
  assert.equal((await give(grace, room, grace, 'owner')).body.code, 'forbidden')
  assert.equal((await give(ada, room, grace, 'member')).status, 204)
  assert.deepEqual(await rolesOf(linus, room), { ada: 'owner', grace: 'member', linus: 'member' })
})

test('[MEM9] giving a role again says nothing, and nobody has a role where they are not', async () => {
  const room = await foundRoom([ada, grace], 'Again')
  const atGrace = await grace.connect()
  for (let n = 0; n < 3; n++) assert.equal((await give(ada, room, grace, 'moderator')).status, 204)
  await post(await ada.connect(), room, 'after')
  await atGrace.next('messages:posted', inRoom(room))
  assert.equal(changesAt(atGrace), 1)
  assert.equal((await give(ada, room, linus, 'moderator')).body.code, 'not_found')
  assert.equal((await give(linus, room, grace, 'member')).body.code, 'not_found')
  const wrong = await ada.api('PATCH', `/api/v1/rooms/${room}/members/${grace.account.id}`, { role: 'king' })
  assert.deepEqual([wrong.status, wrong.body.field], [400, 'role'])
})

test('[MEM9] the lobby and direct rooms have members only', async () => {
  const { id: lobby } = await lobbyOf(ada)
  const direct = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
  for (const room of [lobby, direct])
    assert.equal((await give(ada, room, grace, 'moderator')).body.code, 'forbidden')
})

test('[MEM10] who hands a room over is its moderator then, and it has one owner', async () => {
  const room = await foundRoom([ada, grace, linus], 'Handed over')
  const atLinus = await linus.connect()
  assert.equal((await give(ada, room, ada, 'member')).body.code, 'forbidden')
  assert.equal((await give(ada, room, grace, 'owner')).status, 204)
  const changes = [await atLinus.next('member:changed'), await atLinus.next('member:changed')]
  assert.deepEqual(
    changes.map(({ accountId, role }) => [accountId, role]),
    [
      [ada.account.id, 'moderator'],
      [grace.account.id, 'owner'],
    ],
  )
  assert.deepEqual(await rolesOf(linus, room), { ada: 'moderator', grace: 'owner', linus: 'member' })
  assert.equal((await give(ada, room, ada, 'owner')).body.code, 'forbidden')
  assert.equal((await ada.api('DELETE', `/api/v1/rooms/${room}`)).body.code, 'forbidden')
})

test('[MEM10] of two who are handed the room in the same instant, one owns it', async () => {
  for (let round = 0; round < 5; round++) {
    const room = await foundRoom([ada, grace, linus], `Race ${round}`)
    const answers = await Promise.all(
      [grace, linus, grace, linus].map(heir => give(ada, room, heir, 'owner')),
    )
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 403, 403, 403])
    const roles = await rolesOf(ada, room)
    assert.equal(roles.ada, 'moderator')
    assert.equal(Object.values(roles).filter(role => role === 'owner').length, 1)
  }
})

test('[MEM10] the database itself holds that a room has one owner', async () => {
  const room = await foundRoom([ada, grace], 'One owner')
  const member = server.app.db('members').where({ room_id: room, account_id: grace.account.id })
  await assert.rejects(member.update({ owns: true }))
})

test('[MEM11] an owner who leaves hands the room on, to a moderator first, and everybody hears who owns it', async () => {
  const room = await foundRoom([ada, grace, linus], 'Heirs', 'public')
  const atGrace = await grace.connect()
  await give(ada, room, linus, 'moderator')
  await atGrace.next('member:changed', inRoom(room))
  assert.equal((await remove(ada, room, ada)).status, 204)
  const changed = { roomId: room, accountId: linus.account.id, role: 'owner' }
  assert.deepEqual(await atGrace.next('member:changed', inRoom(room)), changed)
  assert.deepEqual(await rolesOf(grace, room), { grace: 'member', linus: 'owner' })
})

test('[MEM11] an owner leaves while handing the room over, and it has one owner', async () => {
  for (let round = 0; round < 5; round++) {
    const room = await foundRoom([ada, grace, linus], `Leaving ${round}`)
    await Promise.all([give(ada, room, grace, 'owner'), remove(ada, room, ada)])
    const roles = await rolesOf(linus, room)
    assert.equal(Object.values(roles).filter(role => role === 'owner').length, 1, JSON.stringify(roles))
  }
})

test('[MEM12] who is removed is told why and by whom, is deaf to the room before that, and a notice says it', async () => {
  const room = await foundRoom([ada, grace, linus], 'Removed')
  const [atAda, atLinus] = [await ada.connect(), await linus.connect()]
  await give(ada, room, grace, 'moderator')
  await atLinus.next('member:changed', inRoom(room))
  assert.equal((await remove(grace, room, linus)).status, 204)
  const by = { id: grace.account.id, displayName: 'grace' }
  const removed = { roomId: room, reason: 'removed', by }
  assert.deepEqual(await atLinus.next('room:removed', inRoom(room)), removed)
  const { messages } = await atAda.next('messages:posted', inRoom(room))
  assert.deepEqual([messages[0]!.notice, messages[0]!.author.id], [{ type: 'removed' }, linus.account.id])
  const heard = atLinus.events.filter(({ payload }) => (payload as { roomId?: number }).roomId === room)
  assert.deepEqual(heard.at(-1), { name: 'room:removed', payload: removed })
})

test('[MEM12] moderators remove members, not each other and not the owner', async () => {
  const hopper = await server.signUp('hopper')
  const room = await foundRoom([ada, grace, linus, hopper], 'Ranks')
  await give(ada, room, grace, 'moderator')
  await give(ada, room, linus, 'moderator')
  assert.equal((await remove(grace, room, linus)).body.code, 'forbidden')
  assert.equal((await remove(grace, room, ada)).body.code, 'forbidden')
  assert.equal((await remove(grace, room, hopper)).status, 204)
  assert.equal((await remove(ada, room, linus)).status, 204)
})

test('[MEM12] who leaves by themselves is told so, and the notice too', async () => {
  const room = await foundRoom([ada, grace], 'Left')
  const atGrace = await grace.connect()
  await remove(grace, room, grace)
  assert.deepEqual(await atGrace.next('room:removed'), { roomId: room, reason: 'left' })
  assert.deepEqual((await history(ada, room)).at(-1)!.notice, { type: 'left' })
})
