import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { helpText, printConfig, readConfig, SettingError } from './config.ts'
import { environmentName, settingNames } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'chatter-config-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'settings.env')
writeFileSync(file, "# ours\nCHATTER_PORT=1001\nCHATTER_HOST=0.0.0.0\nCHATTER_SERVER_NAME='우리 서버'\n")

const refused = (args: string[], env: Record<string, string>, says: RegExp) =>
  assert.throws(
    () => readConfig(args, env),
    (error: unknown) =>
      error instanceof SettingError && says.test(error.message) && !error.message.includes('\n'),
  )

test('without anything said, every setting has its default', () => {
  const { wish, config, sources } = readConfig([], {})
  assert.equal(wish, 'start')
  assert.deepEqual([config.port, config.host, config.databaseUrl], [4680, '127.0.0.1', ''])
  assert.equal(config.dataDir, resolve('chatter-data'))
  assert.deepEqual(new Set(Object.values(sources)), new Set(['default']))
})

test('a flag goes before the environment, that before the file, that before the default', () => {
  const env = { CHATTER_CONFIG: file, CHATTER_PORT: '1002', CHATTER_LIMIT_POSTS: '0', PATH: '/bin' }
  const { config, sources } = readConfig(['--port', '1003'], env)
  assert.deepEqual([config.port, config.host, config.serverName], [1003, '0.0.0.0', '우리 서버'])
  assert.equal(config.limitPosts, 0)
  assert.deepEqual(
    [sources.port, sources.limitPosts, sources.host, sources.dataDir],
    ['flag --port', 'environment', `file ${file}`, 'default'],
  )
  assert.equal(readConfig([], env).config.port, 1002)
  assert.equal(readConfig(['--config', file], {}).config.port, 1001)
})

test('a bad setting is named, with where it is and what is allowed', () => {
  refused([], { CHATTER_PORT: 'abc' }, /CHATTER_PORT \(environment\) is "abc".*from 0 to 65535/)
  refused(['--port', '70000'], {}, /CHATTER_PORT \(flag --port\)/)
  refused([], { CHATTER_PORT: '46.8' }, /CHATTER_PORT/)
  refused([], { CHATTER_LOG_LEVEL: 'loud' }, /one of fatal, error/)
  refused(['--database', 'postgres://h/x'], {}, /CHATTER_DATABASE_URL.*mysql:\/\//)
  refused(['--database', 'mysql://h/x?ssl=no'], {}, /CHATTER_DATABASE_URL/)
  refused([], { CHATTER_TRUST_PROXY: '10.0.0.0/8, proxy' }, /CHATTER_TRUST_PROXY/)
  refused([], { CHATTER_LIMIT_POSTS: '-1' }, /CHATTER_LIMIT_POSTS.*from 0/)
})

test('a setting that does not exist is named too: it would be believed to be in force', () => {
  refused([], { CHATTER_PROT: '1' }, /CHATTER_PROT \(environment\) is not a setting.*CHATTER_PORT/)
  refused(['--prot', '1'], {}, /--prot.*--port/)
  const misspelt = join(folder, 'misspelt.env')
  writeFileSync(misspelt, 'CHATTER_PROT=1')
  refused(['--config', misspelt], {}, /CHATTER_PROT \(file .*misspelt\.env\)/)
  refused(['--config', join(folder, 'none')], {}, /cannot be read/)
})

test('what is allowed is taken', () => {
  const env = {
    CHATTER_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8, ::1',
    CHATTER_DATABASE_URL: 'mariadb://u:p@h:1/x?tls',
  }
  const { config } = readConfig([], env)
  assert.equal(config.trustProxy, env.CHATTER_TRUST_PROXY)
  assert.equal(config.databaseUrl, env.CHATTER_DATABASE_URL)
})

test('an empty value is as none', () => {
  const { config, sources } = readConfig([], { CHATTER_PORT: '', CHATTER_SERVER_NAME: ' ' })
  assert.deepEqual([config.port, config.serverName, sources.port], [4680, 'Chatter', 'default'])
  refused(['--port', ''], {}, /CHATTER_PORT/)
})

test('names of the app and of the tests are not ours', () => {
  readConfig([], { CHATTER_SERVER_URL: 'x', CHATTER_TEST_DATABASE: 'mariadb', CHATTER_CACHE_DIR: '/c' })
})

test('[SEC8] what is printed shows every setting and its source, and masks what is secret', () => {
  const env = {
    CHATTER_DATABASE_URL: 'mysql://ada:p%40ss@db:3306/chatter',
    CHATTER_METRICS_TOKEN: 'hidden-token',
  }
  const printed = printConfig(readConfig(['--print-config'], env))
  for (const name of settingNames) assert.ok(printed.includes(`${environmentName(name)}=`), name)
  assert.ok(printed.includes('CHATTER_DATABASE_URL=mysql://ada:••••••@db:3306/chatter  # environment'))
  assert.ok(!printed.includes('p%40ss') && !printed.includes('hidden-token'))
  const careless = printConfig(readConfig([], { CHATTER_DATABASE_URL: 'mysql://ada:p@ss@db/chatter' }))
  assert.ok(careless.includes('mysql://ada:••••••@db/chatter'))
  assert.equal(readConfig(['--print-config'], {}).wish, 'print-config')
})

test('[SEC8] a bad address of a database is refused without showing its password', () => {
  assert.throws(
    () => readConfig([], { CHATTER_DATABASE_URL: 'mysql://ada:p%40ss@db' }),
    (error: Error) => error.message.includes('CHATTER_DATABASE_URL') && !error.message.includes('p%40ss'),
  )
})

test('help names every flag and setting', () => {
  for (const name of settingNames) assert.ok(helpText().includes(environmentName(name)))
  assert.equal(readConfig(['--help'], {}).wish, 'help')
  assert.equal(readConfig(['--version'], {}).wish, 'version')
})
