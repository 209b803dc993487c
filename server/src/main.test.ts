import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect as openTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freshDatabase } from '../test/database.ts'
import { createPerson, request } from '../test/person.ts'
import { runServer } from '../test/process.ts'
import { password } from '../test/server.ts'
import { until } from '../test/until.ts'

const { databaseUrl, drop } = await freshDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'chatter-test-'))
after(async () => {
  await drop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

const env = {
  CHATTER_PORT: '0',
  CHATTER_DATA_DIR: dataDir,
  CHATTER_DATABASE_URL: databaseUrl,
  CHATTER_PASSWORD_MEMORY: '1024',
  CHATTER_PASSWORD_COST: '1',
  CHATTER_LIMIT_POSTS: '0',
  CHATTER_LIMIT_CALLS: '0',
}

async function signUp(url: string, username: string) {
  const form = { username, password, displayName: username, device: 'Test' }
  const { body } = await request(url, 'POST', '/api/v1/accounts', form)
  return createPerson(url, body)
}

test('a bad setting stops the start with one readable line', async () => {
  const { ended, errors, output } = runServer({ ...env, CHATTER_PORT: 'many' })
  assert.equal(await ended, 1)
  assert.match(errors(), /^chatter-server: CHATTER_PORT \(environment\) is "many"[^\n]*\n$/)
  assert.equal(output(), '')
})

if (databaseUrl)
  test('a database that cannot be used stops the start with one readable line', async () => {
    const { ended, errors } = runServer({ ...env, CHATTER_DATABASE_URL: `${databaseUrl}_not` })
    assert.equal(await ended, 1)
    assert.match(errors(), /^chatter-server: The database at 127\.0\.0\.1:\d+ cannot be used: [^\n]*\n$/)
  })

test('a port that is taken stops the start with one readable line', async () => {
  const first = runServer(env)
  const port = new URL(await first.listens()).port
  const other = await mkdtemp(join(tmpdir(), 'chatter-test-'))
  const second = runServer({ ...env, CHATTER_DATA_DIR: other, CHATTER_PORT: port })
  assert.equal(await second.ended, 1)
  assert.match(second.errors(), /^chatter-server: .*EADDRINUSE[^\n]*\n$/)
  first.child.kill('SIGTERM')
  assert.equal(await first.ended, 0)
  await rm(other, { recursive: true, force: true })
})

test('it says in one line where it is and where its data is, and leaves nothing else lying about', async () => {
  const server = runServer(env)
  await server.listens()
  server.child.kill('SIGINT')
  assert.equal(await server.ended, 0)
  const lines = server
    .output()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).msg)
  assert.equal(lines.length, 2)
  assert.match(lines[0], /^Chatter is at http:\/\/127\.0\.0\.1:\d+; data in .*; (embedded|MySQL) database$/)
  assert.ok(lines[0].includes(dataDir))
  assert.equal(server.errors(), '')
  const files = await readdir(dataDir)
  assert.deepEqual(files.sort(), databaseUrl ? [] : ['chatter.db', 'server.lock'])
})

if (!databaseUrl)
  test('a data folder is one server’s alone, until that one is gone, however it ends', async () => {
    const first = runServer(env)
    await first.listens()
    const second = runServer(env)
    assert.equal(await second.ended, 1)
    assert.match(second.errors(), /^chatter-server: Another server is using the data folder [^\n]*\n$/)
    first.child.kill('SIGKILL')
    await first.ended
    const third = runServer(env)
    await third.listens()
    third.child.kill('SIGTERM')
    assert.equal(await third.ended, 0)
  })

test('[WIRE6] a closing server acknowledges what it took, refuses what comes after, and loses nothing', async () => {
  const first = runServer(env)
  const ada = await signUp(await first.listens(), 'ada')
  const connection = await ada.connect()
  const { body } = await ada.api('GET', '/api/v1/rooms')
  const roomId = body.rooms[0]!.id
  const disconnected = new Promise(resolve => connection.socket.once('disconnect', resolve))
  const posts = Array.from({ length: 300 }, (_, index) => {
    if (index === 150) first.child.kill('SIGTERM')
    return connection.call('message:post', { roomId, clientId: randomUUID(), body: `${index}` })
  })
  const results = await Promise.allSettled(posts)
  assert.equal(await disconnected, 'transport close', 'so that clients come back by themselves')
  assert.equal(await first.ended, 0)
  const acknowledged = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  assert.ok(acknowledged.length > 0)
  for (const result of results)
    if (result.status === 'rejected' && result.reason.code) assert.equal(result.reason.code, 'unavailable')

  const second = runServer(env)
  const again = createPerson(await second.listens(), {
    account: ada.account,
    session: { id: ada.sessionId, token: ada.token },
  })
  const history = await again.api('GET', `/api/v1/rooms/${roomId}/messages?limit=500`)
  const kept = history.body.messages.map(({ clientId }) => clientId)
  for (const { clientId } of acknowledged) assert.ok(kept.includes(clientId))
  second.child.kill('SIGTERM')
  assert.equal(await second.ended, 0)
})

test('a request that does not come to its end holds up no farewell', async () => {
  const server = runServer(env)
  const { hostname, port } = new URL(await server.listens())
  const unfinished = openTcp(Number(port), hostname)
  const head =
    'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{'
  await new Promise(resolve => unfinished.write(head, resolve))
  unfinished.on('error', () => {})
  await request(`http://${hostname}:${port}`, 'GET', '/healthz')
  server.child.kill('SIGTERM')
  assert.equal(await server.ended, 0)
})

test('a second signal ends it at once', async () => {
  const server = runServer(env)
  const { hostname, port } = new URL(await server.listens())
  const unfinished = openTcp(Number(port), hostname)
  await new Promise(resolve => unfinished.write('POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\n', resolve))
  unfinished.on('error', () => {})
  await request(`http://${hostname}:${port}`, 'GET', '/healthz')
  server.child.kill('SIGTERM')
  await until(() => server.output().includes('"closing"'))
  assert.equal(server.child.exitCode, null)
  server.child.kill('SIGTERM')
  assert.equal(await server.ended, 1)
  assert.match(server.output(), /second SIGTERM/)
})

test('what nobody caught is logged, and ends it with 1', async () => {
  const thrower = 'process.once("SIGWINCH", () => { throw new Error("nobody caught this") })'
  const server = runServer(env, [], ['--import', `data:text/javascript,${thrower}`])
  await server.listens()
  server.child.kill('SIGWINCH')
  assert.equal(await server.ended, 1)
  assert.match(server.output(), /nobody caught this/)
})

test('[SEC9] nothing secret, and nothing that people write, is ever logged', async () => {
  const server = runServer({ ...env, CHATTER_LOG_LEVEL: 'trace', CHATTER_METRICS_TOKEN: 'metrics-secret' })
  const url = await server.listens()
  const grace = await signUp(url, 'grace')
  const word = 'unmistakable-private-words'
  await request(url, 'POST', '/api/v1/sessions', { username: 'grace', password })
  await request(url, 'POST', '/api/v1/sessions', { username: 'grace', password: `wrong ${word}` })
  await request(url, 'POST', '/api/v1/accounts', { username: 'grace', password, displayName: 'x' })
  await request(url, 'POST', '/api/v1/accounts', { username: 7, password: word })
  await grace.api('GET', `/api/v1/accounts?query=${word}&token=${grace.token}`)
  await grace.api('GET', '/metrics', undefined, { authorization: 'Bearer metrics-secret' })
  await grace.api('PATCH', '/api/v1/me', { displayName: word })
  const connection = await grace.connect()
  const { body } = await grace.api('GET', '/api/v1/rooms')
  const call = connection.call as (name: string, request: unknown) => Promise<unknown>
  await call('message:post', { roomId: body.rooms[0]!.id, clientId: randomUUID(), body: word })
  await assert.rejects(call('message:post', { roomId: word, body: word, token: grace.token }))
  connection.close()
  server.child.kill('SIGTERM')
  assert.equal(await server.ended, 0)
  const output = server.output() + server.errors()
  assert.match(output, /"path":"\/api\/v1\/accounts"/)
  assert.match(output, /"reqId":"[0-9a-f-]{36}"/)
  for (const secret of [grace.token, password, word, 'metrics-secret', '$argon2id'])
    assert.ok(!output.includes(secret), secret)
})
