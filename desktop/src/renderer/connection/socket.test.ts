import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { ChatterError } from '@chatter/shared/errors.ts'
import { type ChatterEvent, protocolVersion } from '@chatter/shared/protocol.ts'
import { type Socket as Peer, Server } from 'socket.io'
import { startBadNetwork } from '../../../../server/test/bad-network.ts'
import { pause } from '../../../test/client.ts'
import { createSocket } from './socket.ts'

test('[WIRE10] events that this app knows arrive; unknown ones are ignored, malformed ones are reported', async () => {
  const peer = await startPeer()
  const link = connect(peer.url)
  const other = await peer.connected()
  other.emit('room:removed', { roomId: 4, sinceNextYear: true })
  other.emit('room:painted', { roomId: 4 })
  other.emit('toString', {})
  other.emit('room:removed', { roomId: 'four' })
  other.emit('room:removed', { roomId: 5 })
  await link.heard(2)
  assert.deepEqual(
    link.events.map(({ payload }) => payload),
    [{ roomId: 4, sinceNextYear: true }, { roomId: 5 }],
  )
  assert.deepEqual(link.malformed, ['room:removed'])
  assert.deepEqual(other.handshake.auth, { token: 'secret', protocol: protocolVersion })
  assert.equal(other.conn.transport.name, 'websocket')
})

test('a call gives the answer, the refusal, or up', async () => {
  const peer = await startPeer()
  const link = connect(peer.url)
  const other = await peer.connected()
  await link.until('connected')
  const answers: unknown[] = [
    { ok: true, data: {} },
    { ok: false, error: { code: 'not_found', message: 'No.' } },
    { ok: true },
    { ok: false, error: { code: 'of_next_year', message: 'No.' } },
  ]
  other.on('typing:start', (_, acknowledge) => answers.length > 0 && acknowledge(answers.shift()))
  const call = (timeout?: number) =>
    link.socket.call('typing:start', { roomId: 1 }, timeout).then(
      () => 'done',
      (error: ChatterError) => error.code,
    )
  assert.equal(await call(), 'done')
  assert.equal(await call(), 'not_found')
  assert.equal(await call(), 'internal')
  assert.equal(await call(), 'internal')
  assert.equal(await call(50), 'unavailable')
  link.socket.close()
  assert.equal(await call(), 'unavailable')
})

test('[SES12] a refused session is not tried again', async () => {
  const peer = await startPeer((_, next) =>
    next(Object.assign(new Error('No.'), { data: { code: 'unauthenticated', message: 'No.' } })),
  )
  const link = connect(peer.url)
  await link.until('refused')
  assert.equal(link.refusals[0]?.code, 'unauthenticated')
  link.socket.reconnect()
  await pause(700)
  assert.deepEqual(link.states, ['connecting', 'refused'])
})

test('[SYNC12] a lost connection is tried again, later each time, and at once when the network wakes', async () => {
  const peer = await startPeer()
  const network = await startBadNetwork(peer.url)
  const link = connect(network.url)
  await link.until('connected')
  network.refuse()
  await link.until('offline', 3)
  // A little of each is over when it is heard of.
  const pauses = link.pauses.map(pause => Math.ceil(pause / 50) * 50)
  assert.deepEqual(pauses.slice(0, 3), [250, 500, 1000])
  await link.until('offline', 5)
  network.heal()
  link.socket.reconnect()
  const startedAt = Date.now()
  await link.until('connected', 2)
  assert.ok(Date.now() - startedAt < 3_000)
})

test('[SYNC12] a connection that only seems to stand is found out when the network wakes', async () => {
  const peer = await startPeer()
  const network = await startBadNetwork(peer.url)
  const link = connect(network.url)
  await link.until('connected')
  network.stall()
  link.socket.reconnect()
  await link.until('offline')
  network.cut()
  network.heal()
  await link.until('connected', 2)
})

/** A bare Socket.IO server, to say what ours never would. */
async function startPeer(refuse: Parameters<Server['use']>[0] = (_, next) => next()) {
  const http = createServer()
  const io = new Server(http, { serveClient: false })
  io.use(refuse)
  const { promise, resolve } = Promise.withResolvers<Peer>()
  io.on('connection', peer => {
    // As ours does, it answers every call, also one that it does not know.
    peer.onAny((name, ...args) => name === 'ping' && args.at(-1)({ ok: false }))
    resolve(peer)
  })
  await new Promise<void>(listening => http.listen(0, '127.0.0.1', listening))
  after(() => io.close())
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, connected: () => promise }
}

function connect(serverUrl: string) {
  const events: ChatterEvent[] = []
  const malformed: string[] = []
  const states: string[] = []
  const pauses: number[] = []
  const refusals: ChatterError[] = []
  const say = (state: string) => void states.push(state)
  const socket = createSocket({
    serverUrl,
    token: 'secret',
    now: Date.now,
    random: () => 0,
    onConnecting: () => say('connecting'),
    onConnected: () => say('connected'),
    onOffline: retryAt => {
      say('offline')
      pauses.push(retryAt - Date.now())
    },
    onRefused: error => {
      say('refused')
      refusals.push(error)
    },
    onEvent: event => events.push(event),
    onMalformed: name => malformed.push(name),
  })
  socket.open()
  after(socket.close)
  const wait = async (isReached: () => boolean) => {
    for (let tries = 0; !isReached(); tries++) {
      assert.ok(tries < 1000, JSON.stringify({ states, events }))
      await pause(10)
    }
  }
  return {
    socket,
    events,
    malformed,
    states,
    pauses,
    refusals,
    heard: (count: number) => wait(() => events.length >= count),
    until: (state: string, times = 1) => wait(() => states.filter(other => other === state).length >= times),
  }
}
