import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../test/server.ts'

const server = await startServer({ serverName: '우리 서버' })

test('[WIRE7] before log-in a server tells what it is and which protocols it serves', async () => {
  const { status, body } = await server.api('GET', '/api/v1/server')
  assert.equal(status, 200)
  assert.deepEqual([body.product, body.name], ['chatter', '우리 서버'])
  assert.ok(body.protocol.min <= body.protocol.max)
})

test('a server that lives and can work says so', async () => {
  for (const path of ['/healthz', '/readyz'])
    assert.deepEqual((await server.api('GET', path)).body, { status: 'ok' })
})

test('[SEC6] metrics are for this machine, or for whoever has the token', async () => {
  const open = await server.api('GET', '/metrics')
  assert.equal(open.status, 200)
  const names = [
    'chatter_connections 0',
    'chatter_http_request_seconds_bucket',
    'chatter_messages_total',
    'chatter_commit_group_messages_bucket',
    'nodejs_eventloop_lag_seconds',
  ]
  for (const name of names) assert.ok(open.body.includes(name), name)
  const forwarded = { 'x-forwarded-for': '192.0.2.1' }
  assert.equal((await server.api('GET', '/metrics', undefined, forwarded)).status, 404)

  const guarded = await startServer({ metricsToken: 'let me in' })
  const ask = (authorization?: string) =>
    guarded.api('GET', '/metrics', undefined, authorization ? { authorization } : {})
  assert.equal((await ask('Bearer let me in')).status, 200)
  assert.equal((await ask('Bearer let me out')).status, 404)
  assert.equal((await ask()).status, 404)
})

test('the interface is described for people and programs, and loads nothing from outside', async () => {
  const { body } = await server.api('GET', '/docs/json')
  const signUp = body.paths['/api/v1/accounts']!.post!
  assert.deepEqual(signUp.tags, ['accounts'])
  assert.equal(signUp.security, undefined)
  assert.deepEqual(body.paths['/api/v1/me']?.get?.security, [{ session: [] }])
  assert.ok(signUp.responses.default?.content['application/problem+json'])
  const page = await server.api('GET', '/docs')
  assert.equal(page.status, 200)
  assert.ok(!/(src|href)="(https?:)?\/\//.test(page.body))
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
})
