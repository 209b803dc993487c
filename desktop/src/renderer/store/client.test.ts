/** The client against the real server: what a person sees of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChatterError } from '@chatter/shared/errors.ts'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import { io } from 'socket.io-client'
import { startServer } from '../../../../server/test/server.ts'
import { createDevice, muteKilled, pause } from '../../../test/client.ts'
import { bodies, createSeats, has, isOffline, isOnline, lobbyOf } from '../../../test/seats.ts'
import type { Bridge } from '../../bridge/bridge.ts'
import { watchAttention } from './seen.ts'
import type { ClientState } from './state.ts'

const server = await startServer()
const { arrive, start, startPair, signUp, devices } = createSeats(server)

test('[OUT1] a post is shown at once, and never twice', async () => {
  const { ada, grace, roomId } = await startPair()
  const clientId = ada.client.post(roomId, '  Hello\r\nGrace  ')
  assert.deepEqual(
    ada.state().outbox.map(({ body, state }) => ({ body, state })),
    [{ body: '  Hello\nGrace', state: 'sending' }],
  )
  const copies = new Set<number>()
  ada.client.store.subscribe(({ snapshot, outbox }) => {
    const arrived = snapshot.timelines[roomId]!.messages.filter(message => message.clientId === clientId)
    copies.add(arrived.length + outbox.length)
  })
  await grace.until(has(roomId, '  Hello\nGrace'))
  await ada.until(({ outbox }) => outbox.length === 0)
  assert.deepEqual([...copies], [1])
})

test('[OUT3] a post that cannot be posted is refused before anything is lost', async () => {
  const { ada, roomId } = await startPair()
  ada.client.draft(roomId, { text: 'x'.repeat(20_001) })
  assert.throws(() => ada.client.post(roomId, 'x'.repeat(20_001)), { code: 'message_too_long' })
  assert.throws(() => ada.client.post(roomId, ' \n '), { code: 'message_empty' })
  assert.equal(ada.state().drafts[roomId]?.text.length, 20_001)
  assert.deepEqual(ada.state().outbox, [])
})

test('[OUT4] what is written offline waits in order, and goes once when the connection returns', async () => {
  const { ada, grace, roomId } = await startPair()
  ada.network.refuse()
  await ada.until(isOffline)
  for (const body of ['one', 'two', 'three']) ada.client.post(roomId, body)
  await pause(50)
  assert.equal(ada.state().outbox.length, 3)
  ada.network.heal()
  ada.client.reconnect()
  await grace.until(has(roomId, 'three'))
  assert.deepEqual(bodies(grace.state(), roomId), ['one', 'two', 'three'])
  await ada.until(({ outbox }) => outbox.length === 0)
})

test('[OUT11] a post that this machine cannot keep goes out, and the person is told until it can', async t => {
  t.mock.method(console, 'error', () => {})
  const { ada, grace, roomId } = await startPair()
  assert.equal(ada.state().keeping, 'kept')
  ada.machine.disk.hasRoom = false
  ada.client.post(roomId, 'without room')
  await ada.until(({ keeping }) => keeping === 'unkept')
  await grace.until(has(roomId, 'without room'))
  ada.machine.disk.hasRoom = true
  await ada.until(({ keeping }) => keeping === 'kept')
})

test('[OUT5] outbox, drafts and the cache survive a killed app', async t => {
  muteKilled(t)
  const { ada, grace, roomId } = await startPair()
  ada.client.post(roomId, 'before')
  await ada.until(has(roomId, 'before'))
  ada.network.refuse()
  await ada.until(isOffline)
  for (const body of ['one', 'two']) ada.client.post(roomId, body)
  ada.client.draft(roomId, { text: 'half a thou' })
  await pause(500)
  ada.machine.kill()
  await ada.client.stop()
  const again = await arrive(ada.person, ada.machine, ada.network)
  assert.equal(again.state().isLoaded, true)
  assert.equal(again.client.lastOpenRoom(), roomId)
  assert.deepEqual(bodies(again.state(), roomId), ['before'])
  assert.deepEqual(
    again.state().outbox.map(({ body }) => body),
    ['one', 'two'],
  )
  assert.equal(again.state().drafts[roomId]?.text, 'half a thou')
  await again.until(isOffline)
  ada.network.heal()
  again.client.reconnect()
  await grace.until(has(roomId, 'two'))
  assert.deepEqual(bodies(grace.state(), roomId), ['before', 'one', 'two'])
})

test('[OUT6] a post that the server refuses stays with its reason; those after it go on', async () => {
  const { ada, roomId } = await startPair()
  const other = await start('Linus')
  const foreign = await other.client.createRoom({ name: 'Secret', kind: 'private' })
  const clientId = ada.client.post(foreign, 'let me in')
  ada.client.post(roomId, 'and on')
  await ada.until(has(roomId, 'and on'))
  const { outbox } = await ada.until(({ outbox }) => outbox[0]?.state !== 'sending')
  assert.deepEqual(
    outbox.map(entry => entry.state !== 'sending' && entry.state.failed.code),
    ['not_found'],
  )
  ada.client.retry(clientId)
  await ada.until(({ outbox }) => outbox[0]?.state === 'sending')
  await ada.until(({ outbox }) => outbox[0]?.state !== 'sending')
  assert.equal(ada.client.discard(clientId), 'let me in')
  assert.deepEqual(ada.state().outbox, [])
})

test('[OUT7] what the server may have is not discarded, what never left is', async () => {
  const { ada, roomId } = await startPair()
  ada.network.stall()
  const sent = ada.client.post(roomId, 'on its way')
  const waiting = ada.client.post(roomId, 'not yet')
  await pause(50)
  assert.equal(ada.client.discard(sent), undefined)
  assert.equal(ada.client.discard(waiting), 'not yet')
  ada.network.heal()
  await ada.until(({ outbox }) => outbox.length === 0)
  assert.deepEqual(bodies(ada.state(), roomId), ['on its way'])
})

test('[SYNC8] after a gap, the app catches up what it has, and the server restarts unnoticed', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'one')
  await ada.until(has(roomId, 'one'))
  ada.network.refuse()
  await ada.until(isOffline)
  for (let i = 0; i < 30; i++) grace.client.post(roomId, `more ${i}`)
  await grace.until(has(roomId, 'more 29'))
  await server.restart()
  ada.network.heal()
  ada.client.reconnect()
  await Promise.all([ada.until(has(roomId, 'more 29')), grace.until(isOnline)])
  assert.deepEqual(ada.state().snapshot.timelines[roomId], grace.state().snapshot.timelines[roomId])
  assert.equal(ada.state().snapshot.rooms[roomId]?.unreadCount, 31)
})

test('[SYNC9] a gap that is too long brings the newest page, and older ones on demand', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'first')
  await ada.until(has(roomId, 'first'))
  ada.network.refuse()
  await ada.until(isOffline)
  const connection = await grace.person.connect()
  const posts = Array.from({ length: 1_100 }, (_, i) =>
    connection.call('message:post', { roomId, clientId: crypto.randomUUID(), body: `post ${i}` }),
  )
  await Promise.all(posts)
  connection.close()
  ada.network.heal()
  ada.client.reconnect()
  const { snapshot } = await ada.until(({ snapshot }) => snapshot.rooms[roomId]?.lastSeq === 1_101)
  await ada.until(isOnline)
  const { messages, hasBefore } = ada.state().snapshot.timelines[roomId]!
  assert.equal(messages.at(-1)?.seq, 1_101)
  assert.equal(hasBefore, true)
  assert.equal(snapshot.rooms[roomId]?.unreadCount, 1_101)
  const first = messages[0]!.seq
  await ada.client.loadBefore(roomId)
  assert.equal(ada.state().snapshot.timelines[roomId]!.messages[0]!.seq, first - 50)
  await ada.client.loadAround(roomId, 300)
  const around = ada.state().snapshot.timelines[roomId]!
  assert.ok(around.messages.some(({ seq }) => seq === 300))
  assert.equal(around.hasAfter, true)
  await ada.client.loadAfter(roomId)
  const grown = ada.state().snapshot.timelines[roomId]!
  assert.equal(grown.messages.at(-1)!.seq, around.messages.at(-1)!.seq + 50)
  await ada.client.openRoom(roomId)
  assert.equal(ada.state().snapshot.timelines[roomId]!.hasAfter, false)
  await Promise.all([ada.client.loadAround(roomId, 300), ada.client.openRoom(roomId)])
  assert.ok(
    ada.state().snapshot.timelines[roomId]!.messages.some(({ seq }) => seq === 300),
    'the jump wins',
  )
})

test('[SYNC14] holes in a stream of posts are filled while it goes on, without asking for each post', async () => {
  const grace = await start('Grace')
  const person = await signUp('Ada')
  let asked = 0
  let arrived = 0
  const ada = createDevice(server.url, person, {
    fetch: (url, init) => {
      if (String(url).includes('/changes')) asked++
      return fetch(url, init)
    },
    socketFactory: (url, options) => {
      const socket = io(url, options)
      const inner = socket as unknown as { onevent: (packet: { data: unknown[] }) => void }
      const arrive = inner.onevent.bind(socket)
      inner.onevent = packet => {
        const isPost = packet.data[0] === 'messages:posted'
        if (!isPost || ++arrived % 40 !== 0) arrive(packet)
      }
      return socket
    },
  })
  devices.push(ada)
  await ada.client.start()
  await ada.until(isOnline)
  const roomId = await ada.client.openDirect(grace.person.account.id)
  await ada.client.openRoom(roomId)
  const connection = await grace.person.connect()
  for (let i = 1; i <= 210; i++)
    await connection.call('message:post', { roomId, clientId: crypto.randomUUID(), body: `post ${i}` })
  connection.close()
  await ada.until(has(roomId, 'post 210'))
  const { messages } = ada.state().snapshot.timelines[roomId]!
  assert.deepEqual(
    messages.map(({ seq }) => seq),
    messages.map((_, index) => index + 1),
  )
  assert.equal(ada.state().snapshot.rooms[roomId]?.unreadCount, 210)
  assert.ok(asked >= 3 && asked <= 15, `${asked} catch-ups for 5 holes`)
})

test('[SYNC8] an event that is not understood leads to a catch-up, not to a crash', async t => {
  t.mock.method(console, 'warn', () => {})
  const { ada, grace, roomId } = await startPair()
  server.app.io.emit('messages:posted', { roomId, messages: [{ seq: 'one' }] } as never)
  await ada.until(({ connection }) => connection.state === 'catching-up')
  await ada.until(isOnline)
  grace.client.post(roomId, 'still here')
  await ada.until(has(roomId, 'still here'))
})

test('who reads old history stays there through a lost connection, and comes back to answer', async () => {
  const { ada, grace, roomId } = await startPair()
  const connection = await grace.person.connect()
  for (let i = 1; i <= 200; i++)
    await connection.call('message:post', { roomId, clientId: crypto.randomUUID(), body: `post ${i}` })
  connection.close()
  await ada.until(has(roomId, 'post 200'))
  await ada.client.stop()
  const again = await arrive(ada.person, ada.machine, ada.network)
  await again.client.loadAround(roomId, 20)
  const seqs = () => again.state().snapshot.timelines[roomId]!.messages.map(({ seq }) => seq)
  const there = seqs()
  assert.ok(there.includes(20) && !there.includes(200))
  await again.online()
  ada.network.cut()
  await again.until(state => !isOnline(state))
  again.client.reconnect()
  await again.online()
  assert.deepEqual(seqs(), there)
  again.client.post(roomId, 'an answer')
  await again.until(has(roomId, 'an answer'))
  assert.equal(again.state().snapshot.timelines[roomId]!.hasAfter, false)
})

test('[NOTE7] a private post raises one alert at the desk, and none where it was read', async () => {
  const grace = await start('Grace')
  const person = await signUp('Ada')
  const asked: { name: string; request: unknown }[] = []
  const bridge = {
    ask: async (name: string, request: unknown) => {
      asked.push({ name, request })
      return name === 'window:read' ? { focused: false, visible: true } : { shown: true, backend: 'none' }
    },
    on: () => () => {},
  } as unknown as Bridge
  const attention = watchAttention(bridge, new EventTarget())
  const ada = createDevice(server.url, person, { bridge, attention })
  devices.push(ada)
  await ada.client.start()
  await ada.until(isOnline)
  const roomId = await grace.client.openDirect(person.account.id)
  grace.client.post(roomId, 'Are you there?')
  await ada.until(({ snapshot }) => snapshot.rooms[roomId]?.unreadCount === 1)
  ada.client.markRead(roomId, 99)
  await pause(10)
  const destination = { serverUrl: server.url, roomId, seq: ada.state().snapshot.rooms[roomId]!.lastSeq }
  assert.deepEqual(asked.slice(1), [
    { name: 'badge:show', request: { count: 0 } },
    { name: 'alert:show', request: { destination, title: 'Grace', body: 'Are you there?' } },
    { name: 'badge:show', request: { count: 1 } },
    { name: 'alert:withdraw', request: { roomId } },
    { name: 'badge:show', request: { count: 0 } },
  ])
})

test('[SYNC10] offline, the cache is read: the newest at once, older while scrolling', async () => {
  const { ada, grace, roomId } = await startPair()
  const connection = await grace.person.connect()
  for (let i = 1; i <= 120; i++)
    await connection.call('message:post', { roomId, clientId: crypto.randomUUID(), body: `post ${i}` })
  connection.close()
  await ada.until(has(roomId, 'post 120'))
  await ada.client.stop()
  ada.network.refuse()
  const again = await arrive(ada.person, ada.machine, ada.network)
  assert.deepEqual(bodies(again.state(), roomId).length, 50)
  await again.until(isOffline)
  await again.client.openRoom(roomId)
  await again.client.loadBefore(roomId)
  await again.client.loadBefore(roomId)
  assert.equal(bodies(again.state(), roomId)[0], 'post 1')
  assert.equal(again.state().snapshot.timelines[roomId]!.hasBefore, false)
  await again.client.loadBefore(roomId)
  await assert.rejects(again.client.loadMembers(roomId), { code: 'unavailable' })
})

test('[SYNC10] what is cached is there after a start, also for whoever wants notifications of their own', async () => {
  const { ada, grace, roomId } = await startPair()
  grace.client.post(roomId, 'still here')
  await ada.until(has(roomId, 'still here'))
  await ada.client.setAlertPreferences({ keywords: ['deploy'] })
  await ada.client.stop()
  ada.network.refuse()
  for (let start = 1; start <= 2; start++) {
    const again = await arrive(ada.person, ada.machine, ada.network)
    await again.until(isOffline)
    await again.client.openRoom(roomId)
    assert.deepEqual(bodies(again.state(), roomId), ['still here'])
    assert.deepEqual(again.state().snapshot.alertPreferences.keywords, ['deploy'])
    await again.client.stop()
  }
})

test('[MARK6] a marker moves here at once, there soon, and after an offline time', async t => {
  muteKilled(t)
  const { ada, grace, roomId } = await startPair()
  const tablet = await arrive(ada.person)
  await tablet.online()
  for (const body of ['one', 'two', 'three']) grace.client.post(roomId, body)
  await ada.until(({ snapshot }) => snapshot.rooms[roomId]?.unreadCount === 3)
  ada.client.markRead(roomId, 2)
  assert.equal(ada.state().snapshot.rooms[roomId]?.unreadCount, 1)
  assert.equal(ada.state().snapshot.rooms[roomId]?.readSeq, 2)
  await tablet.until(({ snapshot }) => snapshot.rooms[roomId]?.unreadCount === 1)
  ada.client.markRead(roomId, 1)
  assert.equal(ada.state().snapshot.rooms[roomId]?.readSeq, 2)

  ada.network.refuse()
  await ada.until(isOffline)
  ada.client.markRead(roomId, 3)
  await pause(50)
  ada.machine.kill()
  await ada.client.stop()
  ada.network.heal()
  const again = await arrive(ada.person, ada.machine, ada.network)
  await again.until(({ snapshot }) => snapshot.rooms[roomId]?.readSeq === 3)
  await tablet.until(({ snapshot }) => snapshot.rooms[roomId]?.readSeq === 3)
  assert.equal(again.state().snapshot.rooms[roomId]?.unreadCount, 0)
})

test('[SES10] a session that ends elsewhere is refused here at once, and what was written stays', async () => {
  const { ada, roomId } = await startPair()
  const phone = await server.api('POST', '/api/v1/sessions', {
    username: ada.person.account.username,
    password: 'correct horse battery',
    device: 'Phone',
  })
  const authorization = `Bearer ${phone.body.session.token}`
  ada.network.stall()
  ada.client.post(roomId, 'kept')
  ada.client.draft(roomId, { text: 'half a thou' })
  await pause(50)
  await server.api('DELETE', `/api/v1/sessions/${ada.person.sessionId}`, undefined, { authorization })
  ada.network.heal()
  const { connection } = await ada.until(({ connection }) => connection.state === 'refused')
  assert.equal(connection.state === 'refused' && connection.error.code, 'unauthenticated')
  await assert.rejects(ada.client.listSessions(), { code: 'unauthenticated' })
  await ada.client.stop()
  const again = await arrive({ ...ada.person, token: phone.body.session.token }, ada.machine, ada.network)
  await again.until(has(roomId, 'kept'))
  assert.equal(again.state().drafts[roomId]?.text, 'half a thou')
})

test('[SES12] an app that the server refuses as too old is tried again when somebody asks for it, an ended session is not', async () => {
  const person = await signUp('Ada')
  let protocol = 0
  const tries: number[] = []
  const ada = createDevice(server.url, person, {
    socketFactory: (url, options) =>
      io(url, {
        ...options,
        auth: (send: (auth: object) => void) => {
          tries.push(protocol)
          send({ ...options.auth, protocol })
        },
      }),
  })
  devices.push(ada)
  await ada.client.start()
  const isRefused = ({ connection }: ClientState) => connection.state === 'refused'
  await ada.until(isRefused)
  ada.client.reconnect()
  await ada.until(state => !isRefused(state))
  await ada.until(isRefused)
  protocol = protocolVersion
  ada.client.reconnect()
  await ada.until(isOnline)
  await person.api('DELETE', '/api/v1/sessions/current')
  await ada.until(isRefused)
  const before = tries.length
  ada.client.reconnect()
  await pause(100)
  assert.equal(tries.length, before)
})

test('[SES11] logging out deletes what is kept on this machine', async () => {
  const { ada, roomId } = await startPair()
  ada.client.post(roomId, 'hello')
  await ada.until(has(roomId, 'hello'))
  await ada.client.forget()
  assert.deepEqual(await ada.machine.boot().indexedDB.databases(), [])
})

test('people are found, also among the known ones offline; presence follows', async () => {
  const { ada, grace } = await startPair()
  const found = await ada.client.findPeople(grace.person.account.username)
  assert.deepEqual(
    found.map(({ id }) => id),
    [grace.person.account.id],
  )
  ada.client.watchPeople([grace.person.account.id])
  const isGrace = (state: string) => (now: ClientState) =>
    now.snapshot.presences[grace.person.account.id]?.state === state
  await ada.until(isGrace('online'))
  grace.client.setAway(true)
  await ada.until(isGrace('away'))
  ada.network.cut()
  await ada.until(state => !isOnline(state))
  ada.client.reconnect()
  await ada.until(isOnline)
  grace.client.setAway(false)
  await ada.until(isGrace('online'))
  await grace.client.stop()
  await ada.until(isGrace('offline'))
  ada.network.refuse()
  await ada.until(isOffline)
  assert.equal((await ada.client.findPeople(grace.person.account.username.toUpperCase())).length, 1)
})

test('typing is seen, and passes', async () => {
  const { ada, grace, roomId } = await startPair()
  ada.client.typing(roomId)
  ada.client.typing(roomId)
  await grace.until(({ snapshot }) => snapshot.typists[roomId]?.length === 1)
  ada.client.post(roomId, 'done')
  await grace.until(
    ({ snapshot }) => snapshot.typists[roomId] === undefined || snapshot.typists[roomId].length === 0,
  )
})

test('a new display name reaches messages on every screen', async () => {
  const { ada, grace, roomId } = await startPair()
  ada.client.post(roomId, 'hello')
  await grace.until(has(roomId, 'hello'))
  await ada.client.changeMe({ displayName: 'Ada L.' })
  assert.equal(ada.state().account.displayName, 'Ada L.')
  const isRenamed = ({ snapshot }: ClientState) =>
    snapshot.timelines[roomId]?.messages[0]?.author.displayName === 'Ada L.' &&
    snapshot.rooms[roomId]?.peer?.displayName === 'Ada L.'
  await grace.until(isRenamed)
})

test('the lobby is there on the first start, and people see each other in it', async () => {
  const [ada, grace] = await Promise.all([start('Ada'), start('Grace')])
  const lobby = lobbyOf(ada.state())
  await Promise.all([ada.client.openRoom(lobby), grace.client.openRoom(lobby)])
  ada.client.post(lobby, `hi from ${ada.person.account.username}`)
  await grace.until(has(lobby, `hi from ${ada.person.account.username}`))
  await ada.client.loadMembers(lobby)
  const members = ada.state().snapshot.members[lobby]!
  assert.ok(members.some(({ account }) => account.id === grace.person.account.id))
  const error = await ada.client.openRoom(999_999).catch((error: ChatterError) => error.code)
  assert.equal(error, 'not_found')
})
