import assert from 'node:assert/strict'
import { test } from 'node:test'
import { password, startServer } from '../../test/server.ts'

const form = { password, displayName: 'x', device: 'Test' }

test('[LIM1] sign-ups of one address are limited, and told when to come back', async () => {
  const server = await startServer({ limitSignUps: 2 })
  await server.signUp('ada')
  await server.signUp('grace')
  const { status, headers, body } = await server.api('POST', '/api/v1/accounts', {
    ...form,
    username: 'linus',
  })
  assert.deepEqual([status, body.code], [429, 'rate_limited'])
  const { retryAfter = 0 } = body
  assert.ok(retryAfter > 0 && retryAfter <= 60)
  assert.equal(Number(headers.get('retry-after')), Math.ceil(retryAfter))
})

test('[LIM2] log-ins of one address are limited', async () => {
  const server = await startServer({ limitLogIns: 3 })
  await server.signUp('ada')
  const tries = ['ada', 'grace', 'linus', 'ada']
  const answers = await Promise.all(
    tries.map(username => server.api('POST', '/api/v1/sessions', { username, password })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 401, 401, 429])
})

test('[LIM3] guesses at one user name are limited from everywhere, however it is written', async () => {
  const server = await startServer({ limitLogInsPerName: 3, trustProxy: '127.0.0.1' })
  await server.signUp('ada')
  await server.signUp('grace')
  const guess = (username: string, address: string) =>
    server.api('POST', '/api/v1/sessions', { username, password }, { 'x-forwarded-for': address })
  for (const username of ['ada', 'ADA', 'Ａda'])
    assert.equal((await guess(username, '192.0.2.1')).status, 201)
  assert.equal((await guess('ada', '192.0.2.2')).body.code, 'rate_limited')
  assert.equal((await guess('grace', '192.0.2.2')).status, 201)
})

test('[LIM2] requests of one address are limited; probes are not', async () => {
  const server = await startServer({ limitRequests: 5 })
  for (let count = 0; count < 5; count++)
    assert.equal((await server.api('GET', '/api/v1/server')).status, 200)
  assert.equal((await server.api('GET', '/api/v1/server')).status, 429)
  assert.equal((await server.api('GET', '/healthz')).status, 200)
  assert.equal((await server.api('GET', '/readyz')).status, 200)
})

test('[LIM4] nobody escapes a limit by a made-up address', async () => {
  const server = await startServer({ limitRequests: 2 })
  const ask = (address: string) =>
    server.api('GET', '/api/v1/server', undefined, { 'x-forwarded-for': address })
  const answers = [await ask('192.0.2.1'), await ask('192.0.2.2'), await ask('192.0.2.3')]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 429],
  )
})

test('[LIM5] calls of one session are limited, and told when to come back', async () => {
  const server = await startServer({ limitCalls: 60 })
  const ada = await server.signUp('ada')
  const connection = await ada.connect()
  for (let count = 0; count < 10; count++) await connection.call('presence:set', { state: 'online' })
  const refusal = await connection.call('presence:set', { state: 'online' }).catch(error => error)
  assert.equal(refusal.code, 'rate_limited')
  assert.ok(refusal.retryAfter > 0 && refusal.retryAfter <= 1)
  connection.close()
})
