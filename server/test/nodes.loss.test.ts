/** What several nodes do when Redis, or one of them, is killed: nothing is lost at anybody's app. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { knownRev } from '@chatter/shared/messages.apply.ts'
import { createDevice, type Device } from '../../desktop/test/client.ts'
import { buildApp } from '../src/app.ts'
import { printConfig, readConfig } from '../src/config.ts'
import { startBadNetwork } from './bad-network.ts'
import { startMortalNodes } from './mortal-server.ts'
import { at, catchUp, hasNodes, sharedRedis, startMortalRedis, startNodes } from './nodes.ts'
import { password } from './server.ts'
import { coded, foundRoom, history, inRoom, lobbyOf, post } from './talk.ts'
import { until } from './until.ts'

const stage = hasNodes ? await setStage() : undefined

async function setStage() {
  const redis = await startMortalRedis()
  const [{ servers }, limited, mortal] = await Promise.all([
    startNodes(2, redis.url),
    startNodes(2, sharedRedis(), { limitPosts: 12, limitLogIns: 5 }),
    startMortalNodes(2, sharedRedis()),
  ])
  const [one, two] = servers as [(typeof servers)[0], (typeof servers)[0]]
  const [ada, grace, linus] = [await one.signUp('ada'), await two.signUp('grace'), await two.signUp('linus')]
  const roomId = await foundRoom([ada, grace, linus], 'Lab')
  return { redis, one, two, ada, grace, linus, roomId, limited, mortal }
}

const statusOf = async (url: string) =>
  ((await (await fetch(`${url}/readyz`)).json()) as { status: string }).status

/** Resolves when the app shows the room as the server has it. */
async function seesAll(device: Device, roomId: number, rev: number, bodies: readonly string[]) {
  await device.until(
    ({ connection, snapshot, outbox }) =>
      connection.state === 'online' && outbox.length === 0 && knownRev(snapshot, roomId) >= rev,
    `room ${roomId} up to ${rev}`,
  )
  await device.client.openRoom(roomId)
  const messages = device.state().snapshot.timelines[roomId]?.messages ?? []
  const seen = messages.map(({ body }) => body).filter(body => bodies.includes(body))
  assert.deepEqual(seen.toSorted(), bodies.toSorted())
}

if (stage) {
  const { redis, one, two, ada, grace, linus, roomId, limited, mortal } = stage

  test('[NODE4] while Redis is away each node goes on by itself, and when it is back nobody has missed anything', async () => {
    const [desk, phone] = [createDevice(one.url, ada), createDevice(two.url, grace)]
    for (const { client } of [desk, phone]) await client.start()
    for (const device of [desk, phone]) await device.until(({ connection }) => connection.state === 'online')
    for (const { client } of [desk, phone]) await client.openRoom(roomId)
    const [neighbour, deaf] = [await at(one, grace).connect(), await linus.connect()]
    const bodies: string[] = []
    const say = async (count: number, when: string) => {
      for (let n = 0; n < count; n++) {
        bodies.push(`${when} ${n} of Ada`, `${when} ${n} of Grace`)
        desk.client.post(roomId, `${when} ${n} of Ada`)
        phone.client.post(roomId, `${when} ${n} of Grace`)
        await pause(20)
      }
    }
    await say(5, 'before')
    const killing = redis.kill()
    await say(5, 'while it dies')
    await killing
    await until(
      async () => (await statusOf(one.url)) === 'cut off' && (await statusOf(two.url)) === 'cut off',
    )
    await say(10, 'without it')
    await neighbour.next('messages:posted', ({ messages }) =>
      messages.some(({ body }) => body === 'without it 9 of Ada'),
    )
    assert.equal((await ada.api('DELETE', `/api/v1/rooms/${roomId}/members/${linus.account.id}`)).status, 204)
    const { body: phones } = await one.api('POST', '/api/v1/sessions', {
      username: 'grace',
      password,
      device: '',
    })
    const stolen = await at(two, { ...grace, token: phones.session.token }).connect()
    assert.equal((await at(one, grace).api('DELETE', `/api/v1/sessions/${phones.session.id}`)).status, 204)
    assert.equal((await stolen.next('session:revoked')).sessionId, phones.session.id)
    const cutOff = new Promise(resolve => deaf.socket.once('disconnect', resolve))
    await redis.start()
    await say(5, 'while it comes back')
    await until(async () => (await statusOf(one.url)) === 'ok' && (await statusOf(two.url)) === 'ok')
    await cutOff
    await say(5, 'after it')
    for (const { until } of [desk, phone]) await until(({ outbox }) => outbox.length === 0)
    const rev = (await history(ada, roomId)).at(-1)!.rev
    for (const device of [desk, phone]) await seesAll(device, roomId, rev, bodies)
    const back = await linus.connect()
    await post(await ada.connect(), roomId, 'not for Linus')
    await pause(200)
    assert.ok(
      !back.events.some(
        ({ name, payload }) => name === 'messages:posted' && inRoom(roomId)(payload as never),
      ),
    )
    for (const { client } of [desk, phone]) await client.stop()
  })

  test('[NODE4] who was put out of a room before Redis went away, and brought in again without it, hears the room', async () => {
    const hopper = await two.signUp('hopper')
    const place = `/api/v1/rooms/${roomId}/members/${hopper.account.id}` as const
    const before = await hopper.connect()
    assert.equal((await ada.api('PUT', place)).status, 200)
    await before.next('room:added')
    assert.equal((await ada.api('DELETE', place)).status, 204)
    await before.next('room:removed')
    const cutOff = new Promise(resolve => before.socket.once('disconnect', resolve))
    await redis.kill()
    await until(async () => (await statusOf(two.url)) === 'cut off')
    assert.equal((await ada.api('PUT', place)).status, 200)
    await redis.start()
    await until(async () => (await statusOf(one.url)) === 'ok' && (await statusOf(two.url)) === 'ok')
    await cutOff
    const again = await hopper.connect()
    const { seq } = await post(await ada.connect(), roomId, 'Welcome back.')
    await again.next('messages:posted', ({ messages }) => messages.some(message => message.seq === seq))
  })

  test('[NODE4] a Redis that stands still is found out, and heard again when it goes on', async () => {
    const [atOne, atTwo] = [await ada.connect(), await at(one, grace).connect()]
    redis.freeze()
    await until(async () => (await statusOf(one.url)) === 'cut off')
    const cutOff = new Promise(resolve => atTwo.socket.once('disconnect', resolve))
    await post(atOne, roomId, 'to a neighbour')
    await atTwo.next('messages:posted', ({ messages }) => messages[0]?.body === 'to a neighbour')
    redis.thaw()
    await cutOff
    await until(async () => (await statusOf(one.url)) === 'ok' && (await statusOf(two.url)) === 'ok')
    const back = await grace.connect()
    await post(await ada.connect(), roomId, 'heard elsewhere again')
    await back.next('messages:posted', ({ messages }) => messages[0]?.body === 'heard elsewhere again')
    back.close()
  })

  test('[NODE3] [NODE4] who was at a killed node is offline for the others within 15 s, or goes on at another one', async () => {
    const [living, dying] = mortal as [(typeof mortal)[0], (typeof mortal)[0]]
    const [eve, mallory, trent] = [
      await living.signUp('eve'),
      await dying.signUp('mallory'),
      await dying.signUp('trent'),
    ]
    const network = await startBadNetwork(dying.url)
    const moving = createDevice(network.url, mallory)
    await moving.client.start()
    await moving.until(({ connection }) => connection.state === 'online')
    const staying = await eve.connect()
    await trent.connect()
    const cutOff = new Promise(resolve => staying.socket.once('disconnect', resolve))
    const isTrent = (state: string) =>
      staying.next('presence:changed', ({ presences }) =>
        presences.some(one => one.accountId === trent.account.id && one.state === state),
      )
    await isTrent('online')
    const lobby = (await lobbyOf(eve)).id
    await moving.client.openRoom(lobby)
    moving.client.post(lobby, 'before the end')
    network.stall()
    for (let n = 0; n < 5; n++) moving.client.post(lobby, `at the end ${n}`)
    const killedAt = Date.now()
    await dying.kill()
    network.moveTo(living.url)
    network.heal()
    network.cut()
    await moving.until(({ connection, outbox }) => connection.state === 'online' && outbox.length === 0)
    await post(staying, lobby, 'and on')
    const bodies = (await history(eve, lobby)).filter(({ kind }) => kind === 'post').map(({ body }) => body)
    assert.deepEqual(bodies, ['before the end', ...[0, 1, 2, 3, 4].map(n => `at the end ${n}`), 'and on'])
    await cutOff
    const howIsTrent = async () =>
      (await eve.api('GET', `/api/v1/accounts/${trent.account.id}`)).body.presence.state
    await until(async () => (await howIsTrent()) === 'offline')
    assert.ok(Date.now() - killedAt < 15_000)
    await until(async () => (await lobbyOf(eve)).connectedCount === 1)
    await moving.client.stop()
  })

  test('[NODE5] limits hold on all nodes together', async () => {
    const [here, there] = limited.servers as [(typeof limited.servers)[0], (typeof limited.servers)[0]]
    const [judy, victor] = [await here.signUp('judy'), await there.signUp('victor')]
    const [atOne, atTwo, listener] = [
      await judy.connect(),
      await at(there, judy).connect(),
      await victor.connect(),
    ]
    const lobby = (await lobbyOf(judy)).id
    for (let n = 0; n < 2; n++) await post(atOne, lobby, `${n}`)
    await assert.rejects(post(atOne, lobby, 'too many'), coded('rate_limited'))
    // Uses gather for a moment before they are told.
    await pause(100)
    await catchUp(atOne, listener, lobby)
    await assert.rejects(post(atTwo, lobby, 'too many there, too'), coded('rate_limited'))
    const logIn = { username: 'judy', password, device: '' }
    for (let n = 0; n < 5; n++) assert.equal((await here.api('POST', '/api/v1/sessions', logIn)).status, 201)
    await pause(100)
    await catchUp(atOne, listener, lobby)
    assert.equal((await there.api('POST', '/api/v1/sessions', logIn)).status, 429)
  })

  test('a Redis that cannot be reached stops the start, and says what to do', async () => {
    const { config } = one
    const nobody = { ...config, port: 0, redisUrl: 'redis://127.0.0.1:1' }
    await assert.rejects(buildApp(nobody), /The Redis at 127\.0\.0\.1:1 cannot be used: .*CHATTER_REDIS_URL/)
  })
}

test('a bad address of Redis is named, and a password in it never shown', () => {
  const database = { CHATTER_DATABASE_URL: 'mysql://127.0.0.1/chatter' }
  const start = readConfig(['--redis', 'rediss://:hunter2@cache:6380/2'], database)
  assert.equal(start.config.redisUrl, 'rediss://:hunter2@cache:6380/2')
  assert.match(printConfig(start), /CHATTER_REDIS_URL=rediss:\/\/:••••••@cache:6380\/2 {2}# flag --redis/)
  for (const address of ['cache:6379', 'http://cache', 'redis://', 'redis://:hunter2@cache/two'])
    assert.throws(
      () => readConfig(['--redis', address], database),
      ({ message }: Error) =>
        /CHATTER_REDIS_URL \(flag --redis\).*redis:\/\//.test(message) && !message.includes('hunter2'),
    )
})
