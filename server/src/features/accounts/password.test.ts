import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createPerson, type Person } from '../../../test/person.ts'
import { password, startServer } from '../../../test/server.ts'
import { endRevoked } from '../sessions/revocations.ts'
import { resetPassword } from './password.ts'

const server = await startServer()
const ada = await server.signUp('ada')

const other = 'a different sentence altogether'

const change = (person: Person, form: object) => person.api('PUT', '/api/v1/me/password', form)

const logIn = (username: string, word: string) =>
  server.api('POST', '/api/v1/sessions', { username, password: word, device: 'Test' })

async function device(username: string, word: string): Promise<Person> {
  return createPerson(server.url, (await logIn(username, word)).body)
}

test('[ACC8] another password opens sessions from now on, and the one of before none', async () => {
  assert.equal((await change(ada, { password, newPassword: other })).status, 204)
  assert.equal((await logIn('ada', password)).body.code, 'wrong_credentials')
  assert.equal((await logIn('ada', other)).status, 201)
  assert.equal((await change(ada, { password: other, newPassword: password })).status, 204)
})

test('[ACC8] all other devices are logged out at once, and nobody else', async () => {
  const grace = await server.signUp('grace')
  const [here, there] = [await grace.connect(), await (await device('grace', password)).connect()]
  const idle = await device('grace', password)
  const atAda = await ada.connect()
  assert.equal((await change(grace, { password, newPassword: other })).status, 204)
  await there.next('session:revoked')
  assert.equal((await idle.api('GET', '/api/v1/me')).body.code, 'unauthenticated')
  const { sessions } = (await grace.api('GET', '/api/v1/sessions')).body
  assert.deepEqual(
    sessions.map(({ id }) => id),
    [grace.sessionId],
  )
  await here.call('presence:set', { state: 'online' })
  await atAda.call('presence:set', { state: 'online' })
  for (const connection of [here, there, atAda]) connection.close()
})

test('[ACC8] who does not know the password of until now changes nothing', async () => {
  const idle = await device('ada', password)
  const { status, body } = await change(ada, { password: 'not the right one', newPassword: other })
  assert.deepEqual([status, body.code, body.field], [401, 'wrong_credentials', 'password'])
  assert.equal((await idle.api('GET', '/api/v1/me')).status, 200)
  assert.equal((await logIn('ada', password)).status, 201)
})

test('[ACC8] the new password follows the rules of sign-up, and is named where it does not', async () => {
  for (const [newPassword, code] of [
    ['short', 'password_too_short'],
    ['x'.repeat(257), 'password_too_long'],
    ['password1234', 'password_too_common'],
    ['adaadaada lovelace', 'password_too_common'],
  ] as const) {
    const { status, body } = await change(ada, { password, newPassword })
    assert.deepEqual([status, body.code, body.field], [400, code, 'newPassword'])
  }
  assert.equal((await logIn('ada', password)).status, 201)
})

test('[ACC8] a log-in in the instant of a change ends in a session that the change spared, or in none', async () => {
  const linus = await server.signUp('linus')
  let [word, next] = [password, other]
  for (let round = 0; round < 15; round++) {
    const [changed, ...entered] = await Promise.all([
      change(linus, { password: word, newPassword: next }),
      ...Array.from({ length: 4 }, () => logIn('linus', word)),
    ])
    assert.equal(changed.status, 204)
    for (const { status, body } of entered) {
      if (status === 401) continue
      const { api } = createPerson(server.url, body)
      assert.equal((await api('GET', '/api/v1/me')).body.code, 'unauthenticated')
    }
    ;[word, next] = [next, word]
  }
})

test('[ACC8] of two changes at once one stands', async () => {
  const mary = await server.signUp('mary')
  const words = ['the first of the two words', 'the second of the two words']
  const answers = await Promise.all(words.map(newPassword => change(mary, { password, newPassword })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401])
  const entered = await Promise.all(words.map(word => logIn('mary', word)))
  assert.deepEqual(entered.map(({ status }) => status).sort(), [201, 401])
})

test('[ACC8] guessing is limited like log-ins', async () => {
  await server.restart({ limitLogInsPerName: 3 })
  const guess = () => change(ada, { password: 'not the right one', newPassword: other })
  const codes = []
  for (let round = 0; round < 4; round++) codes.push((await guess()).body.code)
  assert.deepEqual(codes.slice(0, 3), Array(3).fill('wrong_credentials'))
  assert.equal(codes[3], 'rate_limited')
})

test('[ACC10] who lost their password is given another one, which opens everything, and their devices are logged out', async () => {
  await server.restart({ limitLogInsPerName: 0 })
  const hopper = await server.signUp('Hopper')
  const { account, password: given } = await resetPassword(server.app, ' hopper ')
  assert.deepEqual(account, hopper.account)
  assert.match(given, /^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/)
  assert.equal((await logIn('hopper', password)).status, 401)
  assert.equal((await hopper.api('GET', '/api/v1/me')).status, 401)
  const again = await device('hopper', given)
  assert.equal((await change(again, { password: given, newPassword: other })).status, 204)
  await assert.rejects(resetPassword(server.app, 'nobody'), /Nobody is called nobody here/)
})

test('[ACC10] a device that was connected while another process reset the password is cut off', async () => {
  const barbara = await server.signUp('barbara')
  const [atBarbara, atAda] = [await barbara.connect(), await ada.connect()]
  await resetPassword(server.app, 'barbara')
  await endRevoked(server.app)
  await atBarbara.next('session:revoked')
  await atAda.call('presence:set', { state: 'online' })
  for (const connection of [atBarbara, atAda]) connection.close()
})

test('[ACC10] the command of the server does it, and says what is wrong', async () => {
  const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
  const { dataDir, databaseUrl } = server.config
  const command = (...args: string[]) =>
    promisify(execFile)(process.execPath, [main, '--data-dir', dataDir, ...args], {
      env: { ...process.env, ...(databaseUrl && { CHATTER_DATABASE_URL: databaseUrl }) },
    })
  if (!databaseUrl) {
    await assert.rejects(command('--reset-password', 'ada'), /Another server is using the data folder/)
    await server.app.close()
  }
  const { stdout } = await command('--reset-password', 'ADA')
  const [, given = ''] = stdout.match(/is now\s+(\S+)\s/) ?? []
  await server.restart()
  assert.equal((await logIn('ada', given)).status, 201)
})
