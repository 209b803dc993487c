import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { after, test } from 'node:test'
import { freePort } from './ports.ts'
import { urlOf, whoListens } from './server.ts'

/** Where it listens, until the tests end. */
async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  after(() => server.close())
  return urlOf('127.0.0.1', (server.address() as AddressInfo).port)
}

test('another program is told from nobody, and from one that does not answer', async () => {
  assert.equal(await whoListens(urlOf('127.0.0.1', await freePort())), 'nobody')
  assert.equal(await whoListens(await listen(createHttpServer((_, answer) => answer.end()))), 'another')
  assert.equal(await whoListens(await listen(createServer(socket => socket.end('SSH-2.0')))), 'another')
  const silent = createServer(socket => after(() => socket.destroy()))
  assert.equal(await whoListens(await listen(silent)), 'silent')
})

test('at an address that is none nobody listens', async () => {
  // So long a name is not asked for in any network.
  assert.equal(await whoListens(urlOf(`${'a'.repeat(64)}.invalid`, 4680)), 'nobody')
})
