import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readStartOptions } from './start-options.ts'

const folder = await mkdtemp(join(tmpdir(), 'chatter-options-'))
after(() => rm(folder, { recursive: true, force: true }))

const read = (args: string[], env = {}) => readStartOptions(args, { XDG_DATA_HOME: '/data', ...env })

/** The server that is started with these. */
function server(args: string[], env = {}) {
  const options = read(args, env)
  assert.ok(options.parts === 'server' || options.parts === 'server and app')
  return options
}

test('without arguments the server and the app are started on this machine', () => {
  const { parts, serverUrl, databaseUrl } = server([])
  assert.deepEqual([parts, serverUrl, databaseUrl], ['server and app', 'http://127.0.0.1:4680', ''])
})

test('a flag goes before the environment', () => {
  const env = { CHATTER_PORT: '5000', CHATTER_DATA_DIR: '/env', CHATTER_DATABASE_URL: 'mysql://env/chatter' }
  const fromEnvironment = server([], env)
  assert.equal(fromEnvironment.port, 5000)
  assert.equal(fromEnvironment.dataDir, '/env')
  assert.equal(fromEnvironment.databaseUrl, 'mysql://env/chatter')
  const flags = ['--port', '6000', '--data-dir', '/flag', '--database', 'mysql://flag/chatter']
  const fromFlags = server([...flags, '--host', '::1'], env)
  assert.equal(fromFlags.port, 6000)
  assert.equal(fromFlags.dataDir, '/flag')
  assert.equal(fromFlags.databaseUrl, 'mysql://flag/chatter')
  assert.equal(fromFlags.serverUrl, 'http://[::1]:6000')
})

test('the environment goes before the settings file, and that before what is usual', async () => {
  const file = join(folder, 'settings')
  await writeFile(file, 'CHATTER_HOST=0.0.0.0\nCHATTER_PORT=7000\nCHATTER_DATA_DIR=/file\n')
  for (const [args, env] of [
    [['--config', file], {}],
    [[], { CHATTER_CONFIG: file }],
  ] as const) {
    const { host, port, dataDir, settingsFile } = server([...args], { ...env, CHATTER_PORT: '5000' })
    assert.deepEqual([host, port, dataDir, settingsFile], ['0.0.0.0', 5000, '/file', file])
  }
  assert.throws(() => read(['--config', join(folder, 'missing')]), /missing cannot be read/)
})

test('an empty setting says nothing', () => {
  const env = { CHATTER_PORT: '', CHATTER_DATA_DIR: '', CHATTER_HOST: '', CHATTER_CONFIG: '' }
  assert.deepEqual(server([], env), { ...server([]), settingsFile: '' })
})

test('a server that listens on every network is opened on this machine', () => {
  assert.equal(server([], { CHATTER_HOST: '0.0.0.0' }).serverUrl, 'http://127.0.0.1:4680')
  assert.equal(server([], { CHATTER_HOST: '::' }).serverUrl, 'http://127.0.0.1:4680')
  assert.equal(server([], { CHATTER_HOST: '::1' }).serverUrl, 'http://[::1]:4680')
})

test('--app names the server', () => {
  assert.deepEqual(read(['--app', 'https://chat.example.org/']), {
    parts: 'app',
    serverUrl: 'https://chat.example.org',
  })
  assert.throws(() => read(['--app', 'chat.example.org']), /not the address of a server/)
})

test('--print-config shows every setting with where it comes from', () => {
  const options = read(['--print-config', '--port', '6000'], { CHATTER_SERVER_NAME: 'Ours' })
  assert.ok(options.parts === 'settings')
  assert.match(options.settings, /^CHATTER_PORT=6000 {2}# flag --port$/m)
  assert.match(options.settings, /^CHATTER_SERVER_NAME=Ours {2}# environment$/m)
  assert.match(options.settings, /^CHATTER_DATA_DIR=.*chatter-server {2}# default of npm start$/m)
})

test('what is done for somebody goes to the database of the server that would be started', () => {
  for (const name of ['reset-password', 'make-administrator']) {
    const options = read([`--${name}`, 'ada', '--database', 'mysql://db/chatter'])
    assert.ok(options.parts === 'command')
    const { command, username, config } = options
    assert.deepEqual(
      [command, username, config.databaseUrl, config.dataDir],
      [name, 'ada', 'mysql://db/chatter', '/data/chatter-server'],
    )
  }
})

test('what makes no sense is refused in words', () => {
  assert.throws(() => read(['--frob']), /--frob/)
  assert.throws(() => read(['--port', 'http']), /"http".*whole number/)
  assert.throws(() => read(['--port', '0']), /from 1 to 65535/)
  assert.throws(() => read([], { CHATTER_PROT: '1' }), /CHATTER_PROT \(environment\) is not a setting/)
  assert.throws(() => read(['--server', '--app', 'https://chat.example.org']), /exclude each other/)
  assert.throws(
    () => read(['--reset-password', 'ada', '--app', 'https://chat.example.org']),
    /machine of the server/,
  )
  assert.throws(() => read(['--reset-password', 'ada', '--make-administrator', 'ada']), /one after the other/)
})
