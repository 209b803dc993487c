import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStartOptions } from './start-options.ts'

const read = (args: string[], env = {}) => readStartOptions(args, { XDG_DATA_HOME: '/data', ...env })

test('without arguments the server and the app are started on this machine', () => {
  const options = read([])
  assert.equal(options.parts, 'server and app')
  assert.equal(options.serverUrl, 'http://127.0.0.1:4680')
  assert.equal(options.databaseUrl, undefined)
})

test('a flag goes before the environment', () => {
  const env = { CHATTER_PORT: '5000', CHATTER_DATA_DIR: '/env', CHATTER_DATABASE_URL: 'mysql://env/chatter' }
  const fromEnvironment = read([], env)
  assert.equal(fromEnvironment.port, 5000)
  assert.equal(fromEnvironment.dataDir, '/env')
  assert.equal(fromEnvironment.databaseUrl, 'mysql://env/chatter')
  const fromFlags = read(['--port', '6000', '--data-dir', '/flag', '--database', 'mysql://flag/chatter'], env)
  assert.equal(fromFlags.port, 6000)
  assert.equal(fromFlags.dataDir, '/flag')
  assert.equal(fromFlags.databaseUrl, 'mysql://flag/chatter')
})

test('a server that listens on every network is opened on this machine', () => {
  assert.equal(read([], { CHATTER_HOST: '0.0.0.0' }).serverUrl, 'http://127.0.0.1:4680')
  assert.equal(read([], { CHATTER_HOST: '::1' }).serverUrl, 'http://[::1]:4680')
})

test('--app names the server', () => {
  assert.equal(read(['--app', 'https://chat.example.org/']).serverUrl, 'https://chat.example.org')
  assert.throws(() => read(['--app', 'chat.example.org']), /not the address of a server/)
})

test('what makes no sense is refused in words', () => {
  assert.throws(() => read(['--frob']), /--frob/)
  assert.throws(() => read(['--port', 'http']), /"http" is not a port/)
  assert.throws(() => read(['--server', '--app', 'https://chat.example.org']), /exclude each other/)
})
