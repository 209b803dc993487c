/** Several nodes of one server, with people at different ones. */
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Claim } from '@chatter/shared/attachments.ts'
import type { Presence } from '@chatter/shared/presence.ts'
import type { EventPayload } from '@chatter/shared/protocol.ts'
import { readConfig } from '../src/config.ts'
import { longestDocument } from '../src/features/search/search.documents.ts'
import { loseAnswer } from './database.ts'
import { at, catchUp, hasNodes, sharedRedis, startNodes } from './nodes.ts'
import type { Connection } from './person.ts'
import { startServer, type TestServer } from './server.ts'
import { coded, foundRoom, inRoom, lobbyOf, post } from './talk.ts'
import { until } from './until.ts'
import { createSender } from './uploads.ts'

const nodes = hasNodes ? await startNodes(2, sharedRedis()) : undefined

if (nodes) {
  const { servers } = nodes
  const [one, two] = servers as [(typeof servers)[0], (typeof servers)[0]]
  const ada = await one.signUp('ada')
  const grace = await two.signUp('grace')
  const linus = await two.signUp('linus')
  const roomId = await foundRoom([ada, grace], 'Lab')

  const messagesOf = (connection: Connection, room: number) =>
    connection.events
      .filter(({ name }) => name === 'messages:posted')
      .map(({ payload }) => payload as EventPayload<'messages:posted'>)
      .filter(inRoom(room))

  test('[NODE1] what is posted at any node is heard at all of them, in order, a commit group at a time', async () => {
    const [atOne, atTwo] = [await ada.connect(), await grace.connect()]
    const count = 100
    const posts = Array.from({ length: count }, (_, n) => [
      post(atOne, roomId, `from one ${n}`),
      post(atTwo, roomId, `from two ${n}`),
    ])
    const written = await Promise.all(posts.flat())
    const last = Math.max(...written.map(({ seq }) => seq))
    for (const connection of [atOne, atTwo]) {
      const heard = () => messagesOf(connection, roomId).flatMap(({ messages }) => messages)
      await until(() => heard().length >= 2 * count)
      const revs = heard().map(({ rev }) => rev)
      assert.deepEqual(
        revs,
        revs.toSorted((a, b) => a - b),
      )
      assert.equal(new Set(revs).size, 2 * count)
      assert.equal(heard().at(-1)?.seq, last)
      assert.ok(messagesOf(connection, roomId).length < count, 'in groups')
    }
    atOne.close()
    atTwo.close()
  })

  test('[NODE1] a post that is sent again to another node answers with the first result', async () => {
    const [atOne, atTwo] = [await ada.connect(), await at(two, ada).connect()]
    const clientId = randomUUID()
    const first = await post(atOne, roomId, 'once', clientId)
    assert.deepEqual(await post(atTwo, roomId, 'once', clientId), first)
    atOne.close()
    atTwo.close()
  })

  test('[NODE1] edits, reactions, markers, typing, profiles and signals cross nodes', async () => {
    const direct = (await ada.api('PUT', `/api/v1/directs/${grace.account.id}`)).body.room.id
    const [atOne, atTwo] = [await ada.connect(), await grace.connect()]
    const graceAtOne = await at(one, grace).connect()
    const { seq } = await post(atOne, direct, 'hello')
    await atTwo.next('messages:posted', inRoom(direct))
    await atOne.call('message:edit', { roomId: direct, seq, body: 'hello, Grace' })
    assert.equal((await atTwo.next('messages:changed')).messages[0]?.body, 'hello, Grace')
    await atTwo.call('reaction:add', { roomId: direct, seq, emoji: '👍' })
    assert.equal(
      (await atOne.next('messages:changed', changed => changed.messages[0]!.reactions !== undefined)).roomId,
      direct,
    )
    await atTwo.call('marker:move', { roomId: direct, seq })
    assert.equal((await graceAtOne.next('marker:moved', inRoom(direct))).readSeq, seq)
    assert.equal((await atOne.next('receipt:moved', inRoom(direct))).peerReadSeq, seq)
    await atOne.call('typing:start', { roomId: direct })
    assert.equal((await atTwo.next('typing:started', inRoom(direct))).account.id, ada.account.id)
    await ada.api('PATCH', '/api/v1/me', { displayName: 'Ada Lovelace' })
    assert.equal((await atTwo.next('account:changed')).account.displayName, 'Ada Lovelace')
    await atOne.call('signal:send', { roomId: direct, peerId: randomUUID(), payload: 'offer' })
    assert.equal((await atTwo.next('signal:received')).accountId, ada.account.id)
    for (const connection of [atOne, atTwo, graceAtOne]) connection.close()
  })

  test('[NODE1] who was put out of a room when the answer of the database got lost looks again, at any node', async t => {
    const room = await foundRoom([ada, linus], 'Uncertain')
    const atTwo = await linus.connect()
    const away = new Promise(resolve => atTwo.socket.once('disconnect', resolve))
    loseAnswer(t, one.app)
    const path = `/api/v1/rooms/${room}/members/${linus.account.id}` as const
    assert.equal((await ada.api('DELETE', path)).body.code, 'unavailable')
    await away
  })

  test('[NODE1] an upload goes on at another node, though a connection hangs at the first; a proof may come to any', async () => {
    const bytes = randomBytes(300_000)
    const here = createSender(one, ada, roomId)
    const there = createSender(two, ada, roomId)
    const id = await here.create(bytes)
    assert.equal((await here.patch(id, 0, bytes.subarray(0, 100_000))).status, 204)
    const hanging = connect(one.config.port, '127.0.0.1')
    hanging.on('error', () => {})
    const head = [
      `PATCH /api/v1/uploads/${id} HTTP/1.1`,
      'host: test',
      `authorization: Bearer ${ada.token}`,
      'tus-resumable: 1.0.0',
      'upload-offset: 100000',
      'content-type: application/offset+octet-stream',
      'content-length: 200000',
    ]
    hanging.write(`${head.join('\r\n')}\r\n\r\n`)
    hanging.write(bytes.subarray(100_000, 150_000))
    await until(() => one.app.uploads.live.isBusy(id))
    const offset = (await there.offset(id))!
    assert.ok(offset >= 100_000)
    assert.equal((await there.patch(id, offset, bytes.subarray(offset))).status, 204)
    hanging.destroy()
    const poster = await at(two, ada).connect()
    await poster.call('message:post', { roomId, clientId: randomUUID(), body: '', attachmentIds: [id] })
    poster.close()
    const answer = await fetch(`${one.url}/api/v1/attachments/${id}`, {
      headers: { authorization: `Bearer ${ada.token}` },
    })
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes)

    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const declared = { name: 'b.bin', size: bytes.length, type: 'application/octet-stream', sha256 }
    const asked = await grace.api('POST', `/api/v1/rooms/${roomId}/attachments/claims`, declared)
    const { id: claimId, nonce, ranges } = (asked.body as Claim).claim!
    const proof = createHash('sha256').update(Buffer.from(nonce, 'hex'))
    for (const { start, end } of ranges) proof.update(bytes.subarray(start, end))
    const path = `/api/v1/attachments/claims/${claimId}`
    const proven = { proof: proof.digest('hex') }
    let status = 0
    await until(async () => {
      status = (await at(one, grace).api('PUT', path, proven)).status
      return status !== 404
    })
    assert.equal(status, 201)
    const [atOne, atTwo] = [await ada.connect(), await grace.connect()]
    await catchUp(atOne, atTwo, roomId)
    atOne.close()
    atTwo.close()
    assert.equal((await grace.api('PUT', path, { proof: '0'.repeat(64) })).status, 404)
  })

  test('[NODE2] who is put out of a room, or banned, is deaf to it at every node at once; who comes in hears it', async () => {
    const owner = await ada.connect()
    const atTwo = await linus.connect()
    await ada.api('PUT', `/api/v1/rooms/${roomId}/members/${linus.account.id}`)
    await atTwo.next('room:added')
    await post(owner, roomId, 'welcome')
    await atTwo.next('messages:posted', inRoom(roomId))
    assert.equal((await ada.api('DELETE', `/api/v1/rooms/${roomId}/members/${linus.account.id}`)).status, 204)
    assert.equal((await atTwo.next('room:removed')).reason, 'removed')
    const before = atTwo.events.length
    await post(owner, roomId, 'not for Linus')
    await post(owner, (await lobbyOf(ada)).id, 'for everybody')
    await atTwo.next('messages:posted', ({ messages }) =>
      messages.some(({ body }) => body === 'for everybody'),
    )
    assert.ok(
      atTwo.events.slice(before).every(({ payload }) => (payload as { roomId?: number }).roomId !== roomId),
    )
    await ada.api('PUT', `/api/v1/rooms/${roomId}/bans/${linus.account.id}`)
    await assert.rejects(post(atTwo, roomId, 'still here'), coded('not_found'))
    owner.close()
    atTwo.close()
  })

  test('[NODE2] changes of a room at two nodes are told to everybody in the order in which they became true', async () => {
    const atOne = await ada.connect()
    const atTwo = await grace.connect()
    await ada.api('PATCH', `/api/v1/rooms/${roomId}/members/${grace.account.id}`, { role: 'moderator' })
    const names = Array.from({ length: 12 }, (_, n) => `Lab ${n}`)
    await Promise.all(
      names.map((name, n) => (n % 2 ? ada : grace).api('PATCH', `/api/v1/rooms/${roomId}`, { name })),
    )
    const { name } = (await ada.api('GET', `/api/v1/rooms/${roomId}`)).body.room
    const told = ({ events }: Connection) =>
      events
        .filter(event => event.name === 'room:changed')
        .map(event => (event.payload as { name: string }).name)
    await until(() => told(atOne).length === names.length && told(atTwo).length === names.length)
    assert.deepEqual(told(atOne), told(atTwo))
    assert.equal(told(atOne).at(-1), name)
    atOne.close()
    atTwo.close()
  })

  test('[NODE2] a revoked session is told so and cut off at whatever node it is', async () => {
    const session = await one.api('POST', '/api/v1/sessions', {
      username: 'linus',
      password: 'correct horse battery',
      device: 'Phone',
    })
    const { id, token } = session.body.session
    const phone = await at(two, { ...linus, sessionId: id, token }).connect()
    const cutOff = new Promise(resolve => phone.socket.once('disconnect', resolve))
    assert.equal((await at(one, linus).api('DELETE', `/api/v1/sessions/${id}`)).status, 204)
    assert.equal((await phone.next('session:revoked')).sessionId, id)
    await cutOff
    await assert.rejects(at(two, { ...linus, token }).connect(), coded('unauthenticated'))
  })

  test('[NODE3] [ALRT2] who wants to be left alone is seen so at every node, and not any more', async () => {
    const atGrace = await at(two, grace).connect()
    const wants = async (doNotDisturb: { until: number } | null) => {
      // The wish reaches a node where Ada is not connected.
      await at(two, ada).api('PATCH', '/api/v1/me/alerts', { doNotDisturb })
      const isTold = (presence: Presence) =>
        presence.accountId === ada.account.id && presence.doNotDisturb?.until === doNotDisturb?.until
      for (const watcher of [atGrace, atOne])
        await watcher.next('presence:changed', ({ presences }) => presences.some(isTold))
    }
    const atOne = await at(one, linus).connect()
    const atAda = await ada.connect()
    await wants({ until: Date.now() + 3_600_000 })
    await wants(null)
    for (const connection of [atGrace, atOne, atAda]) connection.close()
  })

  test('[NODE3] presence and counts are the same at every node', async () => {
    const watcher = await ada.connect()
    const countAt = async (node: typeof one) => (await lobbyOf(at(node, ada))).connectedCount
    await until(async () => (await countAt(one)) === 1 && (await countAt(two)) === 1)
    const atTwo = await linus.connect()
    const isLinus = ({ presences }: EventPayload<'presence:changed'>, state: string) =>
      presences.some(one => one.accountId === linus.account.id && one.state === state)
    await watcher.next('presence:changed', told => isLinus(told, 'online'))
    await until(async () => (await countAt(one)) === 2 && (await countAt(two)) === 2)
    const atOne = await at(one, linus).connect()
    await atTwo.call('presence:set', { state: 'away' })
    await pause(300)
    const { body } = await ada.api('GET', `/api/v1/accounts/${linus.account.id}`)
    assert.equal(body.presence.state, 'online')
    await atOne.call('presence:set', { state: 'away' })
    await watcher.next('presence:changed', told => isLinus(told, 'away'))
    assert.equal(await countAt(one), 2, 'a person at two nodes counts once')
    atOne.close()
    atTwo.close()
    await watcher.next('presence:changed', told => isLinus(told, 'offline'))
    await until(async () => (await countAt(one)) === 1 && (await countAt(two)) === 1)
    watcher.close()
  })

  test('[NODE6] the index is kept up by a node that does so, also where others come before it', async () => {
    const idle = await startNodes(1, sharedRedis(), { searchIndexing: 'off' })
    const options = { databaseUrl: idle.databaseUrl, dataDir: idle.dataDir, redisUrl: sharedRedis() }
    const busy = await startServer(options)
    const others: TestServer[] = []
    // Their names are random.
    while (busy.app.nodes.isFirst() && others.length < 8)
      others.push(await startServer({ ...options, searchIndexing: 'off' }))
    const ada = await busy.signUp('ada')
    const atAda = await ada.connect()
    const { id } = await lobbyOf(ada)
    for (let n = 0; n < longestDocument; n++) await post(atAda, id, `tea ${n}`)
    await until(async () => {
      const known = await busy.app.db('search_progress').where({ room_id: id }).first()
      return known?.indexed_seq >= longestDocument
    })
    atAda.close()
    for (const server of [...others, busy]) await server.stop()
  })
}

test('the embedded database belongs to one node', () => {
  const redis = { CHATTER_REDIS_URL: 'redis://127.0.0.1:6379' }
  const database = { CHATTER_DATABASE_URL: 'mysql://127.0.0.1/chatter' }
  assert.equal(readConfig([], { ...redis, ...database }).config.redisUrl, redis.CHATTER_REDIS_URL)
  assert.throws(() => readConfig([], redis), /CHATTER_REDIS_URL is set, but not CHATTER_DATABASE_URL/)
})
