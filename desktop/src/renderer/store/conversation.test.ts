/** Edits, reactions, markers set back, and rooms that end: the client against the real server. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@chatter/shared/messages.ts'
import { startServer } from '../../../../server/test/server.ts'
import { muteKilled, pause } from '../../../test/client.ts'
import { bodies, createSeats, has, isOffline, isOnline, lobbyOf } from '../../../test/seats.ts'
import type { ClientState } from './state.ts'

const server = await startServer()
const { arrive, startPair, start, gather } = createSeats(server)

const messageAt = ({ snapshot }: ClientState, roomId: number, seq: number): Message | undefined =>
  snapshot.timelines[roomId]?.messages.find(message => message.seq === seq)

test('[OUT8] a reaction is shown at once, is never there twice, and goes when it is taken back', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'Done!')
  await ada.until(has(roomId, 'Done!'))
  const me = ada.person.account.id
  const mine = (state: ClientState) =>
    messageAt(state, roomId, 1)?.reactions?.flatMap(({ accountIds }) => accountIds.filter(id => id === me))
      .length ?? 0
  const counts = new Set<number>()
  const stop = ada.client.store.subscribe(state => counts.add(mine(state)))
  const added = ada.client.addReaction(roomId, 1, '👍')
  assert.equal(mine(ada.state()), 1)
  await added
  await grace.until(state => messageAt(state, roomId, 1)?.reactions?.[0]?.accountIds.includes(me) ?? false)
  await grace.client.addReaction(roomId, 1, '👍')
  await ada.until(state => messageAt(state, roomId, 1)?.reactions?.[0]?.accountIds.length === 2)
  stop()
  assert.deepEqual([...counts], [1])
  const removed = ada.client.removeReaction(roomId, 1, '👍')
  assert.equal(mine(ada.state()), 0)
  await removed
  await grace.until(state => messageAt(state, roomId, 1)?.reactions?.[0]?.accountIds.length === 1)
  // Whoever cannot decide: the last word counts.
  await Promise.all([
    ada.client.addReaction(roomId, 1, '🎉'),
    ada.client.removeReaction(roomId, 1, '🎉'),
    ada.client.addReaction(roomId, 1, '🎉'),
  ])
  await grace.until(state => messageAt(state, roomId, 1)?.reactions?.length === 2)
  assert.deepEqual(
    messageAt(ada.state(), roomId, 1)?.reactions,
    messageAt(grace.state(), roomId, 1)?.reactions,
  )
})

test('[OUT8] a reaction that the server refuses, or that does not reach it, is taken back', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'Done!')
  await ada.until(has(roomId, 'Done!'))
  await assert.rejects(ada.client.addReaction(roomId, 1, 'not an emoji'), { code: 'invalid_input' })
  ada.network.refuse()
  await ada.until(isOffline)
  const added = ada.client.addReaction(roomId, 1, '👍')
  assert.equal(messageAt(ada.state(), roomId, 1)?.reactions?.length, 1)
  await assert.rejects(added, { code: 'unavailable' })
  assert.equal(messageAt(ada.state(), roomId, 1)?.reactions, undefined)
  await grace.client.deleteMessage(roomId, 1).then(() => undefined)
  ada.network.heal()
  ada.client.reconnect()
  await ada.online()
  await assert.rejects(ada.client.addReaction(roomId, 1, '👍'))
  assert.equal(messageAt(ada.state(), roomId, 1)?.reactions, undefined)
})

test('[OUT9] another wording is kept until the server has it; the words of a new post are not taken for it', async () => {
  const { ada, grace, roomId } = await startPair()
  ada.client.post(roomId, 'helo')
  await grace.until(has(roomId, 'helo'))
  ada.client.draft(roomId, { text: 'hello', editing: 1 })
  ada.network.refuse()
  await ada.until(isOffline)
  await assert.rejects(ada.client.editMessage(roomId, 1, 'hello'), { code: 'unavailable' })
  await assert.rejects(ada.client.deleteMessage(roomId, 1), { code: 'unavailable' })
  await assert.rejects(ada.client.editMessage(roomId, 1, '  '), { code: 'message_empty' })
  assert.deepEqual(ada.state().drafts[roomId], { text: 'hello', editing: 1 })
  ada.client.post(roomId, 'something else')
  assert.deepEqual(ada.state().drafts[roomId], { text: 'hello', editing: 1 })
  await pause(400)
  await ada.client.stop()
  ada.network.heal()
  const again = await arrive(ada.person, ada.machine, ada.network)
  assert.deepEqual(again.state().drafts[roomId], { text: 'hello', editing: 1 })
  await again.online()
  await again.client.editMessage(roomId, 1, 'hello')
  assert.equal(again.state().drafts[roomId], undefined)
  await grace.until(has(roomId, 'hello'))
  await grace.until(has(roomId, 'something else'))
  await again.client.deleteMessage(roomId, 1)
  assert.ok(messageAt(again.state(), roomId, 1)?.deletedAt)
})

test('[OUT5] replies and forwarded posts that wait survive a killed app, with what they quote', async t => {
  muteKilled(t)
  const { ada, grace, roomId } = await startPair()
  const other = await gather('Notes', [ada])
  grace.client.post(roomId, 'Which colour?')
  await ada.until(has(roomId, 'Which colour?'))
  ada.network.refuse()
  await ada.until(isOffline)
  const question = messageAt(ada.state(), roomId, 1)!
  const quote = { seq: 1, author: question.author, excerpt: question.body }
  ada.client.draft(other, { text: 'of my own' })
  ada.client.draft(roomId, { text: 'half', replyTo: quote })
  await pause(400)
  ada.client.post(roomId, 'Blue', quote)
  ada.client.forward(question, other)
  ada.client.draft(roomId, { text: 'and', replyTo: quote })
  await pause(400)
  ada.machine.kill()
  await ada.client.stop()
  const again = await arrive(ada.person, ada.machine, ada.network)
  const [reply, forwarded] = again.state().outbox
  assert.deepEqual(reply?.replyTo, quote)
  assert.deepEqual(forwarded?.forwards?.author, question.author)
  assert.deepEqual(again.state().drafts[roomId], { text: 'and', replyTo: quote })
  assert.deepEqual(again.state().drafts[other], { text: 'of my own' })
  ada.network.heal()
  again.client.reconnect()
  await grace.until(has(roomId, 'Blue'))
  assert.equal(messageAt(grace.state(), roomId, 2)?.replyTo?.excerpt, 'Which colour?')
  await again.until(({ outbox }) => outbox.length === 0)
  const { lastMessage } = again.state().snapshot.rooms[other]!
  assert.deepEqual(
    [lastMessage?.body, lastMessage?.forwarded?.author.id],
    ['Which colour?', question.author.id],
  )
})

test('[SYNC16] changes of messages that are only in the cache reach it, by event and by catch-up', async () => {
  const { ada, grace, roomId } = await startPair()
  const connection = await grace.person.connect()
  for (let i = 1; i <= 150; i++)
    await connection.call('message:post', { roomId, clientId: crypto.randomUUID(), body: `post ${i}` })
  connection.close()
  await ada.until(has(roomId, 'post 150'))
  grace.client.post(roomId, 'answer', { seq: 5, author: grace.person.account, excerpt: 'post 5' })
  await ada.until(has(roomId, 'answer'))
  await ada.client.stop()
  const again = await arrive(ada.person, ada.machine, ada.network)
  await again.online()
  const first = () => again.state().snapshot.timelines[roomId]!.messages[0]!.seq
  assert.ok(first() > 90)
  await grace.client.loadAround(roomId, 5)
  await grace.client.editMessage(roomId, 5, 'post 5, better')
  await grace.client.addReaction(roomId, 6, '👍')
  await grace.client.deleteMessage(roomId, 7)
  await again.until(
    ({ snapshot }) => snapshot.rooms[roomId]!.rev >= grace.state().snapshot.rooms[roomId]!.rev,
  )
  again.network.refuse()
  await again.until(isOffline)
  await grace.client.pin(roomId, 8)
  await grace.client.deleteMessage(roomId, 5)
  again.network.heal()
  again.client.reconnect()
  await again.online()
  await again.client.stop()
  again.network.refuse()
  const offline = await arrive(ada.person, ada.machine, ada.network)
  await offline.client.openRoom(roomId)
  while (offline.state().snapshot.timelines[roomId]!.hasBefore) await offline.client.loadBefore(roomId)
  const at = (seq: number) => messageAt(offline.state(), roomId, seq)!
  assert.ok(at(5).deletedAt && at(7).deletedAt)
  assert.equal(at(6).reactions?.length, 1)
  assert.equal(at(8).pinned?.by.id, grace.person.account.id)
  const { replyTo } = offline.state().snapshot.timelines[roomId]!.messages.at(-1)!
  assert.deepEqual([replyTo?.excerpt, replyTo?.isDeleted], ['', true])
  await server.signUp('witness')
})

test('[MARK12] a marker that is set back stays there until the room is opened anew, here and on other devices', async () => {
  const { ada, grace, roomId } = await startPair()
  const tablet = await arrive(ada.person)
  await tablet.online()
  await tablet.client.openRoom(roomId)
  const lobby = Object.values(ada.state().snapshot.rooms).find(({ lobby }) => lobby)!.id
  for (const body of ['one', 'two', 'three']) grace.client.post(roomId, body)
  const isUnread = (count: number) => (state: ClientState) =>
    state.snapshot.rooms[roomId]?.unreadCount === count
  await ada.until(isUnread(3))
  ada.client.markRead(roomId, 3)
  await tablet.until(isUnread(0))
  await ada.client.markUnread(roomId, 2)
  await ada.until(isUnread(2))
  await tablet.until(isUnread(2))
  assert.equal(ada.client.firstUnread(roomId), 2)
  // Both look at it still.
  for (const { client } of [ada, tablet]) client.markRead(roomId, 3)
  await pause(400)
  assert.ok(isUnread(2)(ada.state()) && isUnread(2)(tablet.state()))
  await tablet.client.openRoom(lobby)
  await tablet.client.openRoom(roomId)
  tablet.client.markRead(roomId, 3)
  await ada.until(isUnread(0))
  await ada.client.markUnread(roomId, 3)
  ada.client.post(roomId, 'four')
  await ada.until(has(roomId, 'four'))
  ada.client.markRead(roomId, 4)
  await tablet.until(({ snapshot }) => snapshot.rooms[roomId]?.readSeq === 4)
  assert.equal(ada.client.firstUnread(roomId), undefined)
  await ada.client.markUnread(roomId, 1)
  ada.client.markAllRead()
  await tablet.until(isUnread(0))
  await ada.client.markUnread(roomId, 2)
  await tablet.until(({ snapshot }) => snapshot.rooms[roomId]?.readSeq === 1)
  tablet.client.markRoomRead(tablet.state().snapshot.rooms[roomId]!)
  await ada.until(isUnread(0))
})

test('[MARK12] what was read before a marker was set back is void: in memory, on disk and on its way', async t => {
  muteKilled(t)
  const { ada, grace, roomId } = await startPair()
  const tablet = await arrive(ada.person)
  await tablet.online()
  for (const body of ['one', 'two', 'three']) grace.client.post(roomId, body)
  const isUnread = (count: number) => (state: ClientState) =>
    state.snapshot.rooms[roomId]?.unreadCount === count
  await Promise.all([ada.until(isUnread(3)), tablet.until(isUnread(3))])
  ada.network.refuse()
  await ada.until(isOffline)
  ada.client.markRead(roomId, 3)
  await assert.rejects(ada.client.markUnread(roomId, 1), { code: 'unavailable' })
  assert.ok(isUnread(0)(ada.state()))
  await pause(300)
  ada.machine.kill()
  await ada.client.stop()
  tablet.client.markRead(roomId, 2)
  await pause(300)
  await tablet.client.markUnread(roomId, 1)
  await grace.until(isOnline)
  ada.network.heal()
  const again = await arrive(ada.person, ada.machine, ada.network)
  await again.until(isOnline)
  await again.until(isUnread(3))
  await pause(400)
  assert.ok(isUnread(3)(again.state()) && isUnread(3)(tablet.state()))
  again.client.markRead(roomId, 1)
  await tablet.until(isUnread(2))
})

test('[OUT10] words left in a room that ends are offered back, with the reason, and posts that wait with them', async t => {
  muteKilled(t)
  const [ada, grace] = await Promise.all([start('Ada'), start('Grace')])
  const rooms = await Promise.all(['Deleted', 'Removed', 'Away'].map(name => gather(name, [grace, ada])))
  const [deleted, removed, away] = rooms as [number, number, number]
  const nameOf = (roomId: number) => grace.state().snapshot.rooms[roomId]!.name
  const names = rooms.map(nameOf)
  for (const roomId of rooms) {
    grace.client.post(roomId, 'secret')
    await ada.client.openRoom(roomId)
    await ada.until(has(roomId, 'secret'))
  }
  ada.client.draft(deleted, { text: 'half a thought' })
  ada.client.draft(removed, { text: 'another' })
  ada.client.draft(away, { text: 'a third' })
  await grace.client.deleteRoom(deleted)
  await grace.client.removeMember(removed, ada.person.account.id)
  const gone = ({ snapshot }: ClientState) => !snapshot.rooms[deleted] && !snapshot.rooms[removed]
  await ada.until(gone)
  assert.equal(ada.state().snapshot.timelines[removed], undefined)
  const by = { id: grace.person.account.id, displayName: 'Grace' }
  assert.deepEqual(ada.state().lostDrafts, [
    { roomId: deleted, roomName: names[0], reason: 'deleted', by, text: 'half a thought' },
    { roomId: removed, roomName: names[1], reason: 'removed', by, text: 'another' },
  ])
  // The composer writes once more what it held.
  ada.client.draft(removed, { text: 'another' })
  assert.equal(ada.state().drafts[removed], undefined)
  ada.network.refuse()
  await ada.until(isOffline)
  ada.client.post(away, 'never sent')
  ada.client.draft(away, { text: 'a third' })
  await grace.client.removeMember(away, ada.person.account.id)
  await pause(400)
  ada.machine.kill()
  await ada.client.stop()
  const offline = await arrive(ada.person, ada.machine, ada.network)
  assert.deepEqual(
    offline.state().lostDrafts.map(({ text }) => text),
    ['half a thought', 'another'],
  )
  assert.equal(bodies(offline.state(), removed).length, 0)
  ada.network.heal()
  offline.client.reconnect()
  await offline.until(({ lostDrafts }) => lostDrafts.length === 3)
  assert.deepEqual(offline.state().lostDrafts.at(-1), {
    roomId: away,
    roomName: names[2],
    reason: 'gone',
    text: 'never sent\n\na third',
  })
  assert.deepEqual([offline.state().outbox, offline.state().drafts], [[], {}])
  offline.client.dismissLostDraft(deleted)
  await grace.client.addMember(removed, ada.person.account.id)
  await offline.until(({ drafts }) => drafts[removed]?.text === 'another')
  await pause(400)
  await offline.client.stop()
  const again = await arrive(ada.person, ada.machine, ada.network)
  assert.deepEqual(
    again.state().lostDrafts.map(({ roomId }) => roomId),
    [away],
  )
  assert.equal(again.state().drafts[removed]?.text, 'another')

  const lobby = lobbyOf(again.state())
  again.client.draft(lobby, { text: 'hi' })
  again.client.moveLostDraft(away, lobby)
  assert.deepEqual(again.state().lostDrafts, [])
  await pause(50)
  ada.machine.kill()
  await again.client.stop()
  const last = await arrive(ada.person, ada.machine, ada.network)
  assert.equal(last.state().drafts[lobby]?.text, 'never sent\n\na third\n\nhi')
  assert.deepEqual(last.state().lostDrafts, [])
})

test('[SIDE7] rooms that end are noted until that was seen, but not those that I left', async () => {
  const [ada, grace] = await Promise.all([start('Ada'), start('Grace')])
  const [left, removed, deleted] = [
    await gather('Left', [ada, grace]),
    await gather('Removed', [ada, grace]),
    await gather('Deleted', [ada, grace]),
  ]
  const noted = (state: ClientState) =>
    state.departures.map(({ roomId, reason, by }) => [roomId, reason, by?.displayName])
  await grace.client.leaveRoom(left)
  await ada.client.removeMember(removed, grace.person.account.id)
  await ada.client.deleteRoom(deleted)
  await grace.until(({ snapshot }) => snapshot.rooms[deleted] === undefined)
  assert.deepEqual(noted(grace.state()), [
    [removed, 'removed', 'Ada'],
    [deleted, 'deleted', 'Ada'],
  ])
  grace.client.dismissDeparture(removed)
  assert.deepEqual(noted(grace.state()), [[deleted, 'deleted', 'Ada']])
})

test('[MEM20] a list of members that is open stays true: by events, by new names, and after a gap', async () => {
  const [ada, grace, linus] = await Promise.all([start('Ada'), start('Grace'), start('Linus')])
  const roomId = await gather('Members', [ada, grace])
  const other = await gather('Other', [ada, grace])
  await ada.client.loadMembers(other)
  await ada.client.openRoom(roomId)
  await ada.client.loadMembers(roomId)
  const listed = ({ snapshot }: ClientState) =>
    snapshot.members[roomId]?.map(({ account, role }) => `${account.displayName} ${role}`).join(', ')
  assert.equal(listed(ada.state()), 'Ada owner, Grace member')
  await ada.client.addMember(roomId, linus.person.account.id)
  await ada.until(state => listed(state) === 'Ada owner, Grace member, Linus member')
  await ada.client.changeRole(roomId, linus.person.account.id, 'moderator')
  await ada.until(state => listed(state) === 'Ada owner, Grace member, Linus moderator')
  await grace.client.changeMe({ displayName: 'Grace H.' })
  await ada.until(state => listed(state) === 'Ada owner, Grace H. member, Linus moderator')
  ada.network.refuse()
  await ada.until(isOffline)
  await linus.client.leaveRoom(roomId)
  await grace.client.leaveRoom(other)
  ada.network.heal()
  ada.client.reconnect()
  await ada.until(state => listed(state) === 'Ada owner, Grace H. member')
  assert.equal(ada.state().snapshot.members[other], undefined)
  await ada.client.changeRole(roomId, grace.person.account.id, 'owner')
  await ada.until(({ snapshot }) => snapshot.rooms[roomId]?.role !== 'owner')
  await ada.client.leaveRoom(roomId)
  await ada.until(({ snapshot }) => !snapshot.rooms[roomId])
  assert.equal(ada.state().snapshot.members[roomId], undefined)
})

test('[BAN6] a list of bans stays true, whoever bans or lifts, and whoever is banned', async () => {
  const [ada, grace, linus] = await Promise.all([start('Ada'), start('Grace'), start('Linus')])
  const roomId = await gather('Bans', [ada, grace])
  await ada.client.loadBans(roomId)
  const banned = ({ bans }: ClientState) => bans[roomId]?.map(({ account }) => account.displayName).join(', ')
  assert.equal(banned(ada.state()), '')
  await ada.client.changeRole(roomId, grace.person.account.id, 'moderator')
  await grace.client.banMember(roomId, linus.person.account.id)
  await ada.until(state => banned(state) === 'Linus')
  await grace.client.unbanMember(roomId, linus.person.account.id)
  await ada.until(state => banned(state) === '')
})

test('[PIN4] a list of pins that is open stays true, wherever the posts are, and after a gap', async () => {
  const [ada, grace] = await Promise.all([start('Ada'), start('Grace')])
  const roomId = await gather('Pins', [ada])
  for (let n = 1; n <= 60; n++) ada.client.post(roomId, `post ${n}`)
  await ada.until(has(roomId, 'post 60'))
  await ada.until(({ outbox }) => outbox.length === 0)
  await ada.client.addMember(roomId, grace.person.account.id)
  await grace.until(({ snapshot }) => snapshot.rooms[roomId] !== undefined)
  await grace.client.openRoom(roomId)
  await grace.client.loadPins(roomId)
  const pinned = ({ pins }: ClientState) => pins[roomId]?.map(({ body }) => body).join(', ')
  assert.equal(pinned(grace.state()), '')
  assert.ok(!has(roomId, 'post 2')(grace.state()), 'it is not in memory')
  await ada.client.pin(roomId, 2)
  await grace.until(state => pinned(state) === 'post 2')
  await ada.client.pin(roomId, 59)
  await grace.until(state => pinned(state) === 'post 59, post 2')
  await ada.client.editMessage(roomId, 2, 'post two')
  await grace.until(state => pinned(state) === 'post 59, post two')
  await ada.client.deleteMessage(roomId, 2)
  await grace.until(state => pinned(state) === 'post 59')
  grace.network.refuse()
  await grace.until(isOffline)
  await ada.client.pin(roomId, 3)
  await ada.client.unpin(roomId, 59)
  grace.network.heal()
  grace.client.reconnect()
  await grace.until(state => pinned(state) === 'post 3')
  await ada.client.removeMember(roomId, grace.person.account.id)
  await grace.until(({ pins }) => pins[roomId] === undefined)
})

test('[FIND11] what the server finds is found offline, too, in the rooms that I am in', async () => {
  const { ada, grace, roomId } = await startPair()
  const other = await gather('Plans', [grace, ada])
  for (const [room, body] of [
    [roomId, '새 프로젝트가 시작됩니다'],
    [other, 'see PLT-3699 for 프로젝트'],
    [other, 'lunch?'],
  ] as const)
    grace.client.post(room, body)
  await ada.until(has(other, 'lunch?'))
  await ada.until(has(roomId, '새 프로젝트가 시작됩니다'))
  const find = async (query: string) => {
    const { messages, isOffline } = await ada.client.search({ query })
    return [isOffline, ...messages.map(({ body }) => body).sort()]
  }
  const both = ['see PLT-3699 for 프로젝트', '새 프로젝트가 시작됩니다']
  assert.deepEqual(await find('로젝'), [false, ...both])
  ada.network.refuse()
  await ada.until(isOffline)
  assert.deepEqual(await find('로젝'), [true, ...both])
  assert.deepEqual(await find('plt-36'), [true, both[0]])
  ada.network.heal()
  ada.client.reconnect()
  await ada.online()
  await ada.client.leaveRoom(other)
  await ada.until(({ snapshot }) => !snapshot.rooms[other])
  assert.deepEqual(await find('로젝'), [false, both[1]])
  ada.network.refuse()
  await ada.until(isOffline)
  assert.deepEqual(await find('로젝'), [true, both[1]])
})

test('[FIND13] a date leads to its first message, also offline as far as the cache reaches', async () => {
  const { ada, grace, roomId } = await startPair()
  const times: number[] = []
  for (let i = 1; i <= 9; i++) {
    grace.client.post(roomId, `post ${i}`)
    const { snapshot } = await ada.until(has(roomId, `post ${i}`))
    times.push(snapshot.rooms[roomId]!.lastMessage!.createdAt)
    await pause(5)
  }
  const check = async () => {
    assert.equal(await ada.client.findDate(roomId, times[3]!), 4)
    assert.equal(await ada.client.findDate(roomId, times[3]! + 1), 5)
    assert.equal(await ada.client.findDate(roomId, 0), 1)
    assert.equal(await ada.client.findDate(roomId, times[8]! + 9_999), 9)
  }
  await check()
  ada.network.refuse()
  await ada.until(isOffline)
  await check()
})

test('[OUT8] what I want of a room is shown at once, on all of my devices soon, and taken back when it fails', async () => {
  const ada = await start('Ada')
  const tablet = await arrive(ada.person)
  await tablet.online()
  const roomId = await gather('Quiet', [ada])
  const room = (state: ClientState) => state.snapshot.rooms[roomId]
  await tablet.until(state => room(state) !== undefined)
  const changed = ada.client.setPreferences(roomId, { level: 'muted', favourite: 2 })
  assert.deepEqual([room(ada.state())?.level, room(ada.state())?.favourite], ['muted', 2])
  const again = ada.client.setPreferences(roomId, { favourite: 3 })
  await Promise.all([changed, again])
  await tablet.until(state => room(state)?.level === 'muted' && room(state)?.favourite === 3)
  assert.equal(room(ada.state())?.favourite, 3)
  ada.network.refuse()
  await ada.until(isOffline)
  const failed = ada.client.setPreferences(roomId, { level: 'all' })
  assert.equal(room(ada.state())?.level, 'all')
  await assert.rejects(failed, { code: 'unavailable' })
  assert.deepEqual([room(ada.state())?.level, room(ada.state())?.favourite], ['muted', 3])
})
