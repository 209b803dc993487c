import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../test/server.ts'

test('a server starts, signs Ada up, and lets her connect', async () => {
  const server = await startServer()
  const ada = await server.signUp('ada')
  const socket = await ada.connect()
  assert.equal((await ada.api('GET', '/api/v1/me')).body.account.username, 'ada')
  socket.close()
  await server.restart()
  assert.equal((await ada.api('GET', '/api/v1/me')).body.account.username, 'ada')
})
