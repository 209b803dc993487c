import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Person } from '../../test/person.ts'
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

test('[LIM4] all addresses of one IPv6 network count as one', async () => {
  const server = await startServer({ limitSignUps: 2, trustProxy: '127.0.0.1' })
  const signUp = async (username: string, address: string) => {
    const answer = await server.api(
      'POST',
      '/api/v1/accounts',
      { ...form, username },
      { 'x-forwarded-for': address },
    )
    return answer.status
  }
  assert.equal(await signUp('ada', '2001:db8:1:2::1'), 201)
  assert.equal(await signUp('grace', '2001:db8:1:2:ffff::7'), 201)
  assert.equal(await signUp('linus', '2001:db8:1:2:3:4:5:6'), 429)
  assert.equal(await signUp('linus', '2001:db8:1:3::1'), 201)
})

test('[LIM2] requests of one address are limited; probes are not', async () => {
  const server = await startServer({ limitRequests: 5 })
  for (let count = 0; count < 5; count++)
    assert.equal((await server.api('GET', '/api/v1/server')).status, 200)
  assert.equal((await server.api('GET', '/api/v1/server')).status, 429)
  assert.equal((await server.api('GET', '/healthz')).status, 200)
  assert.equal((await server.api('GET', '/readyz')).status, 200)
})

test('[LIM2] requests of a session count to it alone, also where many share an address', async () => {
  const server = await startServer({ limitRequests: 5 })
  const [ada, grace] = [await server.signUp('ada'), await server.signUp('grace')]
  const askMe = async (person: Person, times: number) => {
    for (let count = 0; count < times; count++)
      assert.equal((await person.api('GET', '/api/v1/me')).status, 200)
  }
  // The first request of a session still counts to the address: nobody knows yet that it is one.
  await askMe(ada, 6)
  await askMe(grace, 6)
  assert.equal((await ada.api('GET', '/api/v1/me')).body.code, 'rate_limited')
  for (let count = 2; count < 5; count++)
    assert.equal((await server.api('GET', '/api/v1/server')).status, 200)
  assert.equal((await server.api('GET', '/api/v1/server')).status, 429)
})

test('[LIM4] nobody escapes a limit by made-up tokens, nor the limit of sign-ups by a session', async () => {
  const server = await startServer({ limitRequests: 3, limitSignUps: 1 })
  const ada = await server.signUp('ada')
  await ada.api('GET', '/api/v1/me')
  const { body } = await ada.api('POST', '/api/v1/accounts', { ...form, username: 'grace' })
  assert.equal(body.code, 'rate_limited')
  const guess = (token: string) =>
    server.api('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token.repeat(43)}` })
  const answers = [await guess('a'), await guess('b'), await guess('c'), await guess('d')]
  assert.equal(answers.at(-1)!.status, 429)
})

test('[LIM4] a proxy that is not believed is warned of, once', async t => {
  for (const trustProxy of ['', '192.0.2.0/24', '127.0.0.1']) {
    const server = await startServer({ trustProxy })
    const warn = t.mock.method(server.app.log, 'warn')
    for (let count = 0; count < 2; count++)
      await server.api('GET', '/api/v1/server', undefined, { 'x-forwarded-for': '192.0.2.7' })
    const words = warn.mock.calls.map(({ arguments: said }) => String(said[1]))
    assert.equal(words.length, trustProxy === '127.0.0.1' ? 0 : 1)
    assert.ok(words.every(each => each.includes('CHATTER_TRUST_PROXY')))
  }
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
  const server = await startServer({ limitCalls: 12 })
  const ada = await server.signUp('ada')
  const connection = await ada.connect()
  for (let count = 0; count < 2; count++) await connection.call('presence:set', { state: 'online' })
  const refusal = await connection.call('presence:set', { state: 'online' }).catch(error => error)
  assert.equal(refusal.code, 'rate_limited')
  assert.ok(refusal.retryAfter > 0 && refusal.retryAfter <= 5)
  connection.close()
})
