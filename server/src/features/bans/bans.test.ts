import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ban } from '@chatter/shared/rooms.ts'
import type { Person } from '../../../test/person.ts'
import { explain } from '../../../test/plans.ts'
import { startServer } from '../../../test/server.ts'
import { coded, foundRoom, history, inRoom, lobbyOf, post } from '../../../test/talk.ts'
import { bansSql } from './bans.table.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

const ban = (person: Person, room: number, { account }: Person) =>
  person.api('PUT', `/api/v1/rooms/${room}/bans/${account.id}`)
const unban = (person: Person, room: number, { account }: Person) =>
  person.api('DELETE', `/api/v1/rooms/${room}/bans/${account.id}`)
const bring = (person: Person, room: number, { account }: Person) =>
  person.api('PUT', `/api/v1/rooms/${room}/members/${account.id}`)
const bansOf = async (person: Person, room: number): Promise<Ban[]> =>
  (await person.api('GET', `/api/v1/rooms/${room}/bans`)).body.bans
const makeModerator = (room: number, { account }: Person) =>
  ada.api('PATCH', `/api/v1/rooms/${room}/members/${account.id}`, { role: 'moderator' })

test('[BAN1] who is banned is put out of the room at once, and told why and by whom', async () => {
  const room = await foundRoom([ada, grace, linus], 'Banned')
  const [atGrace, atLinus] = [await grace.connect(), await linus.connect()]
  await post(atLinus, room, 'still here')
  assert.equal((await ban(ada, room, linus)).status, 204)
  const by = { id: ada.account.id, displayName: 'ada' }
  assert.deepEqual(await atLinus.next('room:removed'), { roomId: room, reason: 'banned', by })
  const left = await atGrace.next('member:left', inRoom(room))
  assert.deepEqual([left.accountId, left.memberCount], [linus.account.id, 2])
  assert.deepEqual((await history(grace, room)).at(-1)!.notice, { type: 'removed' })
  await assert.rejects(post(atLinus, room, 'no more'), coded('not_found'))
  const [{ account, by: banner, createdAt }, ...others] = (await bansOf(ada, room)) as [Ban, ...Ban[]]
  assert.deepEqual([account, banner, others], [linus.account, by, []])
  assert.ok(Math.abs(createdAt - Date.now()) < 60_000)
})

test('[BAN2] nobody brings a banned person into a private room before the ban is lifted', async () => {
  const room = await foundRoom([ada, grace], 'Kept out')
  assert.equal((await ban(ada, room, linus)).status, 204)
  for (const person of [ada, grace]) assert.equal((await bring(person, room, linus)).body.code, 'forbidden')
  assert.equal((await bring(linus, room, linus)).body.code, 'not_found')
  assert.equal((await unban(ada, room, linus)).status, 204)
  assert.deepEqual(await bansOf(ada, room), [])
  assert.equal((await bring(grace, room, linus)).status, 200)
})

test('[BAN3] to who is banned, a public room is as one that does not exist', async () => {
  const room = await foundRoom([ada, grace], 'Open to most', 'public')
  const found = async (person: Person) =>
    (await person.api('GET', '/api/v1/rooms/browse?query=open to')).body.rooms.length
  assert.deepEqual([await found(linus), await found(grace)], [1, 1])
  await ban(ada, room, linus)
  assert.deepEqual([await found(linus), await found(grace)], [0, 1])
  const refused = await bring(linus, room, linus)
  const absent = await bring(linus, 999_999, linus)
  assert.deepEqual([refused.status, refused.body], [404, absent.body])
  await unban(ada, room, linus)
  assert.equal(await found(linus), 1)
  assert.equal((await bring(linus, room, linus)).status, 200)
})

test('[BAN3] a ban and a coming in the same instant end with the person outside', async () => {
  for (let round = 0; round < 5; round++) {
    const room = await foundRoom([ada], `Race ${round}`, 'public')
    await Promise.all([bring(linus, room, linus), ban(ada, room, linus), bring(linus, room, linus)])
    assert.equal((await linus.api('GET', `/api/v1/rooms/${room}`)).status, 404)
    assert.equal((await ada.api('GET', `/api/v1/rooms/${room}`)).body.room.memberCount, 1)
  }
})

test('[BAN4] moderators ban those below them, members ban nobody, and nobody bans themselves', async () => {
  const hopper = await server.signUp('hopper')
  const room = await foundRoom([ada, grace, linus, hopper], 'Ranks')
  assert.equal((await ban(grace, room, linus)).body.code, 'forbidden')
  assert.equal((await grace.api('GET', `/api/v1/rooms/${room}/bans`)).body.code, 'forbidden')
  await makeModerator(room, grace)
  await makeModerator(room, linus)
  assert.equal((await ban(grace, room, linus)).body.code, 'forbidden')
  assert.equal((await ban(grace, room, ada)).body.code, 'forbidden')
  assert.equal((await ban(grace, room, grace)).body.code, 'forbidden')
  assert.equal((await ban(ada, room, ada)).body.code, 'forbidden')
  assert.equal((await ban(grace, room, hopper)).status, 204)
  assert.equal((await ban(ada, room, linus)).status, 204)
  const names = (await bansOf(grace, room)).map(({ account }) => account.username)
  assert.deepEqual(names.toSorted(), ['hopper', 'linus'])
  assert.equal((await ada.api('PUT', `/api/v1/rooms/${room}/bans/999999`)).body.code, 'not_found')
})

test('[BAN4] nobody is banned in the lobby or in a direct room', async () => {
  const { id: lobby } = await lobbyOf(ada)
  const direct = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
  for (const room of [lobby, direct]) {
    assert.equal((await ban(ada, room, grace)).body.code, 'forbidden')
    assert.equal((await unban(ada, room, grace)).body.code, 'forbidden')
    assert.equal((await ada.api('GET', `/api/v1/rooms/${room}/bans`)).body.code, 'forbidden')
  }
  assert.equal((await ban(linus, direct, grace)).body.code, 'not_found')
})

test('[BAN5] banning and lifting twice end well, and the first ban stands', async () => {
  const room = await foundRoom([ada, grace], 'Twice')
  await makeModerator(room, grace)
  const bans = await Promise.all([ban(ada, room, linus), ban(ada, room, linus)])
  assert.deepEqual(
    [...bans, await ban(grace, room, linus)].map(({ status }) => status),
    [204, 204, 204],
  )
  assert.deepEqual(
    (await bansOf(grace, room)).map(({ by }) => by?.id),
    [ada.account.id],
  )
  for (let n = 0; n < 2; n++) assert.equal((await unban(grace, room, linus)).status, 204)
  assert.deepEqual(await bansOf(grace, room), [])
})

test('[BAN6] owner and moderators, and nobody else, are told that bans changed, each time that they did', async () => {
  const room = await foundRoom([ada, grace, linus], 'Told of bans')
  const stranger = await server.signUp('stranger')
  await makeModerator(room, grace)
  const [atAda, atGrace, atLinus] = [await ada.connect(), await grace.connect(), await linus.connect()]
  const told = ({ events }: typeof atAda) => events.filter(({ name }) => name === 'bans:changed').length
  for (const act of [ban, unban])
    for (let n = 0; n < 2; n++) assert.equal((await act(ada, room, stranger)).status, 204)
  await post(atLinus, room, 'what was told before this has arrived')
  for (const device of [atAda, atGrace, atLinus]) await device.next('messages:posted', inRoom(room))
  assert.deepEqual([told(atAda), told(atGrace), told(atLinus)], [2, 2, 0])
  assert.deepEqual(await atGrace.next('bans:changed'), { roomId: room })
})

test('[BAN5] bans are read by their key', async () => {
  const { db } = server.app
  const room = await foundRoom([ada], 'Planned')
  await ban(ada, room, linus)
  const plan = await explain(db, bansSql, [room])
  assert.ok(!plan.sorts && !plan.scans, JSON.stringify(plan))
})
