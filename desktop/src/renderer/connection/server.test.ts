import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import { password, startServer } from '../../../../server/test/server.ts'
import { checkServer, logIn, signUp } from './server.ts'

const server = await startServer()

test('[WIRE7] a Chatter server is found at its address, as a person types it', async () => {
  const { host } = new URL(server.url)
  const { url, info } = await checkServer(` ${host}/ `)
  assert.equal(url, server.url)
  assert.equal(info.product, 'chatter')
  assert.equal((await checkServer(server.url)).url, server.url)
})

test('[WIRE7] nothing, something else, and versions apart are told apart', async () => {
  const nobody = await listen(() => {})
  nobody.close()
  await assert.rejects(checkServer(nobody.url), { code: 'unavailable' })
  const blog = await listen((_, response) => response.end('<h1>Welcome to my blog</h1>'))
  await assert.rejects(checkServer(blog.url), { code: 'not_found' })
  const shop = await listen((_, response) => response.writeHead(404).end('{"error": "no"}'))
  await assert.rejects(checkServer(shop.url), { code: 'not_found' })
  const proxy = await listen((_, response) => response.writeHead(502).end('Bad Gateway'))
  await assert.rejects(checkServer(proxy.url), { code: 'unavailable' })
  await assert.rejects(checkServer((await speaking(0, protocolVersion - 1)).url), {
    code: 'protocol_unsupported',
    field: 'server',
  })
  await assert.rejects(checkServer((await speaking(protocolVersion + 1, protocolVersion + 2)).url), {
    code: 'protocol_unsupported',
    field: 'app',
  })
  assert.ok(await checkServer((await speaking(0, protocolVersion)).url))
  await assert.rejects(checkServer('not an address'), { code: 'invalid_input', field: 'serverUrl' })
})

test('signing up and logging in answer a session, and say what is wrong at its field', async () => {
  const person = { username: 'Ada', password, displayName: 'Ada', device: 'Test' }
  const { account, session } = await signUp(server.url, person)
  assert.equal(account.username, 'Ada')
  assert.ok(session.token)
  const again = await logIn(server.url, { username: 'ADA', password })
  assert.equal(again.account.id, account.id)
  await assert.rejects(signUp(server.url, person), { code: 'username_taken', field: 'username' })
  await assert.rejects(signUp(server.url, { ...person, username: '!' }), {
    code: 'username_invalid',
    field: 'username',
  })
  await assert.rejects(logIn(server.url, { username: 'Ada', password: 'not my password' }), {
    code: 'wrong_credentials',
  })
})

function speaking(min: number, max: number) {
  const info = { product: 'chatter', name: 'Other', version: '9', protocol: { min, max } }
  return listen((_, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(info)),
  )
}

async function listen(listener: RequestListener) {
  const other = createServer(listener)
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  const close = () => void other.close()
  after(close)
  return { url: `http://127.0.0.1:${(other.address() as AddressInfo).port}`, close }
}
