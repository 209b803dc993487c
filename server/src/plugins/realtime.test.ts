import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { ChatterError } from '@chatter/shared/errors.ts'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import { WebSocket } from 'ws'
import { connect } from '../../test/person.ts'
import { startServer } from '../../test/server.ts'
import { lobbyOf, post } from '../../test/talk.ts'
import { until } from '../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')

test('[WIRE1] a connection says which protocol it speaks, and one that is not served is refused', async () => {
  const connection = await connect(server.url, ada.token, protocolVersion)
  assert.equal(connection.socket.connected, true)
  connection.close()
  for (const protocol of [protocolVersion + 1, 0, 'one', null, 1.5])
    await assert.rejects(connect(server.url, ada.token, protocol), { code: 'protocol_unsupported' })
})

test('[SES1] a connection without a valid token is refused', async () => {
  for (const token of ['', 'x'.repeat(43), `${ada.token}=`, undefined, { $ne: '' }])
    await assert.rejects(connect(server.url, token as string), { code: 'unauthenticated' })
})

test('[WIRE2] a call that is not valid is refused and names the field; the connection goes on', async () => {
  const connection = await ada.connect()
  assert.deepEqual(await connection.call('presence:set', { state: 'away' }), {})
  const junk = { state: 'gone' } as never
  await assert.rejects(connection.call('presence:set', junk), { code: 'invalid_input', field: 'state' })
  for (const request of [null, undefined, 7, 'away', [], { __proto__: { state: 'away' } }])
    await assert.rejects(connection.call('presence:set', request as never), { code: 'invalid_input' })
  assert.deepEqual(await connection.call('presence:set', { state: 'online' }), {})
  connection.close()
})

test('[WIRE3] a call that this server does not know is refused, not left without an answer', async () => {
  const connection = await ada.connect()
  await assert.rejects(connection.call('message:sing' as never, {} as never), { code: 'invalid_input' })
  connection.close()
})

test('[WIRE4] a call without an acknowledgement harms nobody', async () => {
  const connection = await ada.connect()
  const emit = connection.socket.emit as (...args: unknown[]) => void
  emit.call(connection.socket, 'presence:set', { state: 'nonsense' })
  emit.call(connection.socket, 'presence:set')
  emit.call(connection.socket, 'message:post', null, 'not a function')
  assert.deepEqual(await connection.call('presence:set', { state: 'online' }), {})
  connection.close()
})

test('[WIRE11] a connection lets one in at a time, and asks again only after a refusal or a farewell', async () => {
  const greeting = (token: string) => `40${JSON.stringify({ token, protocol: protocolVersion })}`
  const openRaw = async () => {
    const raw = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const heard: string[] = []
    raw.on('message', data => heard.push(String(data)))
    await until(() => heard.length > 0)
    return { raw, heard, says: (start: string) => until(() => heard.some(words => words.startsWith(start))) }
  }
  const sockets = () => server.app.io.of('/').sockets.size
  await until(() => sockets() === 0)
  const polite = await openRaw()
  polite.raw.send(greeting('wrong'))
  await polite.says('44')
  polite.raw.send(greeting(ada.token))
  await polite.says('40')
  assert.equal(sockets(), 1)
  polite.raw.send('41')
  await until(() => sockets() === 0)
  polite.raw.send(greeting(ada.token))
  await until(() => sockets() === 1)
  polite.raw.close()

  const greedy = await openRaw()
  for (let times = 0; times < 100; times++) greedy.raw.send(greeting(grace.token))
  await until(() => greedy.raw.readyState === WebSocket.CLOSED)
  await until(() => sockets() === 0)

  const guesser = await openRaw()
  for (let guesses = 0; guesser.raw.readyState === WebSocket.OPEN; guesses++) {
    assert.ok(guesses <= 10)
    guesser.raw.send(greeting(`guess ${guesses}`))
    const answered = () => guesser.heard.length > guesses + 1 || guesser.raw.readyState !== WebSocket.OPEN
    await until(answered)
  }
})

test('[WIRE11] what comes right behind a farewell is not answered', async () => {
  const ask = async (sid = '', body?: string) => {
    const url = `${server.url}/socket.io/?EIO=4&transport=polling${sid && `&sid=${sid}`}`
    return (await fetch(url, body === undefined ? {} : { method: 'POST', body })).text()
  }
  const { sid } = JSON.parse((await ask()).slice(1))
  await ask(sid, `40${JSON.stringify({ token: ada.token, protocol: protocolVersion })}`)
  assert.match(await ask(sid), /^40/)
  const lobby = await lobbyOf(grace)
  const draft = { roomId: lobby.id, clientId: randomUUID(), body: 'from nobody' }
  await ask(sid, `41\x1e42${JSON.stringify(['message:post', draft])}`)
  const connection = await grace.connect()
  await post(connection, lobby.id, 'later')
  const { body } = await grace.api('GET', `/api/v1/rooms/${lobby.id}/messages`)
  assert.deepEqual(
    body.messages.filter(({ kind }) => kind === 'post').map(({ body }) => body),
    ['later'],
  )
  connection.close()
})

test('[SES2] a revoked session is told so, cut off, and refused from then on, on REST and live', async () => {
  const { body } = await server.api('POST', '/api/v1/sessions', {
    username: 'ada',
    password: 'correct horse battery',
  })
  const phone = await connect(server.url, body.session.token)
  const disconnected = new Promise(resolve => phone.socket.once('disconnect', resolve))
  assert.equal((await ada.api('DELETE', `/api/v1/sessions/${body.session.id}`)).status, 204)
  assert.deepEqual(await phone.next('session:revoked'), { sessionId: body.session.id })
  assert.equal(await disconnected, 'io server disconnect')
  await assert.rejects(connect(server.url, body.session.token), { code: 'unauthenticated' })
  const authorization = `Bearer ${body.session.token}`
  assert.equal((await server.api('GET', '/api/v1/me', undefined, { authorization })).status, 401)
  assert.equal((await ada.api('GET', '/api/v1/me')).status, 200)
})

test('[SES2] a session that is revoked while it connects is cut off too', async () => {
  const { body } = await server.api('POST', '/api/v1/sessions', {
    username: 'ada',
    password: 'correct horse battery',
  })
  server.app.realtime.onConnect(async socket => {
    if (socket.data.sessionId !== body.session.id) return
    await ada.api('DELETE', `/api/v1/sessions/${body.session.id}`)
  })
  const phone = await connect(server.url, body.session.token)
  await until(() => !phone.socket.connected)
})

test('[ACC6] a connection posts under the name that its person has now', async () => {
  const connection = await grace.connect()
  await grace.api('PATCH', '/api/v1/me', { displayName: 'Grace Hopper' })
  const names = [...server.app.io.of('/').sockets.values()]
    .filter(({ data }) => data.account.id === grace.account.id)
    .map(({ data }) => data.account.displayName)
  assert.deepEqual(names, ['Grace Hopper'])
  connection.close()
})

test('[WIRE5] a client that takes nothing is cut off, and its backlog is let go', async t => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  after(() => socket.terminate())
  await new Promise(resolve => socket.once('open', resolve))
  socket.send(`40${JSON.stringify({ token: grace.token, protocol: protocolVersion })}`)
  const channel = () => server.app.io.of('/').adapter.rooms.get(`session:${grace.sessionId}`)?.size ?? 0
  await until(() => channel() === 1)
  socket.pause()
  const listener = await grace.connect()
  const size = 100_000
  const account = { ...grace.account, displayName: 'x'.repeat(size) }
  let sent = 0
  const begun = Date.now()
  while (channel() > 1 && Date.now() - begun < 10_000) {
    for (let burst = 0; burst < 10; burst++, sent += size)
      server.app.realtime.toAccount(grace.account.id, 'account:changed', { account })
    await pause(10)
  }
  assert.equal(channel(), 1, 'only the slow one is cut off')
  assert.equal(listener.socket.connected, true)
  t.diagnostic(`cut off after ${Math.round(sent / 1e6)} MB and ${Date.now() - begun} ms`)
  listener.close()
})

test('[PRES5] a killed client is gone at once', async () => {
  const connection = await ada.connect()
  const channel = () => server.app.io.of('/').adapter.rooms.get(`session:${ada.sessionId}`)?.size ?? 0
  assert.equal(channel(), 1)
  const engine = connection.socket.io.engine as unknown as { transport: { ws: WebSocket } }
  engine.transport.ws.terminate()
  await until(() => channel() === 0, 5_000)
})

test('[PRES5] a client that vanishes without a word is gone within 15 s', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  after(() => socket.terminate())
  await new Promise(resolve => socket.once('open', resolve))
  socket.send(`40${JSON.stringify({ token: ada.token, protocol: protocolVersion })}`)
  const channel = () => server.app.io.of('/').adapter.rooms.get(`session:${ada.sessionId}`)?.size ?? 0
  await until(() => channel() === 1)
  await until(() => channel() === 0, 15_000)
})

test('a refusal carries its code to the client', async () => {
  const error = await connect(server.url, 'nothing').catch((refused: unknown) => refused)
  assert.ok(error instanceof ChatterError)
})
