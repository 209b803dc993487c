import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../test/server.ts'

const server = await startServer()
const ada = await server.signUp('ada')

test('[ERR1] every failure of REST is a problem with a code of the closed list', async () => {
  const missing = await server.api('GET', '/api/v1/nothing?token=secret')
  assert.equal(missing.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(missing.body, {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'There is no GET /api/v1/nothing.',
    code: 'not_found',
  })
})

test('[ERR2] what is malformed is refused by name of the field', async () => {
  const malformed: [string, string, unknown, string | undefined][] = [
    ['GET', '/api/v1/accounts?limit=many', undefined, 'limit'],
    ['GET', '/api/v1/accounts?limit=0', undefined, 'limit'],
    ['DELETE', '/api/v1/sessions/zero', undefined, 'id'],
    ['PATCH', '/api/v1/me', { displayName: 7 }, 'displayName'],
    ['PATCH', '/api/v1/me', [], undefined],
    ['PATCH', '/api/v1/me', null, undefined],
  ]
  for (const [method, path, body, field] of malformed) {
    const answer = await ada.api(method, path, body)
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.field],
      [400, 'invalid_input', field],
      path,
    )
  }
  assert.equal((await ada.api('GET', '/api/v1/accounts?limit=1')).status, 200)
})

test('[ERR2] a body that is not JSON, or too large, is refused as that', async () => {
  const send = async (body: string, type = 'application/json') => {
    const headers = { 'content-type': type, authorization: `Bearer ${ada.token}` }
    const response = await fetch(`${server.url}/api/v1/me`, { method: 'PATCH', headers, body })
    return [response.status, ((await response.json()) as { code: string }).code]
  }
  assert.deepEqual(await send('{"displayName"'), [400, 'invalid_input'])
  assert.deepEqual(await send('{"__proto__": {"x": 1}}'), [400, 'invalid_input'])
  assert.deepEqual(await send('displayName=Ada', 'text/plain'), [400, 'invalid_input'])
  assert.deepEqual(await send(JSON.stringify({ displayName: 'x'.repeat(300_000) })), [413, 'too_large'])
})

test('[ERR3] an unexpected failure tells nothing about itself', async () => {
  const broken = await startServer({ logLevel: 'silent' })
  const person = await broken.signUp('ada')
  await broken.app.db.schema.alterTable('sessions', table => table.renameColumn('device', 'gadget'))
  const { status, body } = await person.api('GET', '/api/v1/sessions')
  assert.deepEqual([status, body.code], [500, 'internal'])
  assert.ok(!JSON.stringify(body).includes('device'))
})

test('[SEC7] pages of any origin may ask, but never with cookies; answers are data only', async () => {
  const preflight = await fetch(`${server.url}/api/v1/me`, {
    method: 'OPTIONS',
    headers: {
      origin: 'app://chatter',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
  assert.equal(preflight.headers.get('access-control-allow-credentials'), null)
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PATCH/)
  const { headers } = await ada.api('GET', '/api/v1/me')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
})

test('a request has an id that comes back, and that the asker may choose', async () => {
  const own = await ada.api('GET', '/api/v1/me', undefined, { 'x-request-id': 'req-7.a' })
  assert.equal(own.headers.get('x-request-id'), 'req-7.a')
  const forged = await ada.api('GET', '/api/v1/me', undefined, { 'x-request-id': 'a b"}' })
  assert.match(forged.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
})

test('an answer says how long the server took for it', async () => {
  const before = performance.now()
  const { headers } = await ada.api('GET', '/api/v1/me')
  const [, time] = /^total;dur=(\d+\.\d)$/.exec(headers.get('server-timing') ?? '') ?? []
  assert.ok(Number(time) > 0 && Number(time) <= performance.now() - before, `${time} ms`)
})
