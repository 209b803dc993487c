import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPerson, type Person } from '../../../test/person.ts'
import { password, startServer } from '../../../test/server.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const linus = await server.signUp('linus')

const logIn = (form: object = {}) =>
  server.api('POST', '/api/v1/sessions', { username: 'ada', password, ...form })

async function device(name: string): Promise<Person> {
  return createPerson(server.url, (await logIn({ device: name })).body)
}

test('[SES3] logging in takes the user name in any form, and opens a session of its own', async () => {
  for (const username of ['ada', ' ADA ', 'Ａda']) {
    const { status, body } = await logIn({ username })
    assert.deepEqual([status, body.account], [201, ada.account])
    const phone = createPerson(server.url, body)
    assert.equal((await phone.api('GET', '/api/v1/me')).body.session.id, phone.sessionId)
  }
})

test('[SES3] a password is the same from every keyboard', async () => {
  const hangul = '안전한비밀번호열자이상'
  const form = { username: '세종', displayName: '세종', password: hangul.normalize('NFD') }
  assert.equal((await server.api('POST', '/api/v1/accounts', form)).status, 201)
  assert.equal((await logIn({ username: '세종', password: hangul.normalize('NFC') })).status, 201)
})

test('[SES3] logging in tells where the person is now, if that is a place', async () => {
  const connection = await linus.connect()
  const { body } = await logIn({ username: 'linus', timeZone: 'Asia/Seoul' })
  assert.equal(body.account.timeZone, 'Asia/Seoul')
  assert.deepEqual(await connection.next('account:changed'), { account: body.account })
  const unknown = await logIn({ username: 'linus', timeZone: 'Mars/Olympus' })
  assert.deepEqual([unknown.status, unknown.body.account.timeZone], [201, 'Asia/Seoul'])
  connection.close()
})

test('[SES4] a wrong name and a wrong password answer alike', async () => {
  const wrongPassword = await logIn({ password: 'not the password' })
  const wrongName = await logIn({ username: 'nobody' })
  assert.deepEqual([wrongPassword.status, wrongPassword.body.code], [401, 'wrong_credentials'])
  assert.deepEqual(wrongName.body, wrongPassword.body)
  assert.equal((await logIn()).status, 201)
})

test('[SES4] a wrong name takes as long as a wrong password', async () => {
  const slow = await startServer({ passwordMemory: 19_456, passwordCost: 2 })
  await slow.signUp('ada')
  const time = async (username: string) => {
    const begun = performance.now()
    await slow.api('POST', '/api/v1/sessions', { username, password: 'not the password' })
    return performance.now() - begun
  }
  // In turns, so that what else the machine does meets both; the quickest of each is what it takes undisturbed.
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const isAlike = () => Math.abs(known - unknown) < known * 0.5
  for (let count = 0; count < 12 || (count < 100 && !isAlike()); count++) {
    known = Math.min(known, await time('ada'))
    unknown = Math.min(unknown, await time('nobody'))
  }
  assert.ok(isAlike(), `known ${known} ms, unknown ${unknown} ms`)
  await slow.stop()
})

test('[SES5] a session survives a restart of the server', async () => {
  const phone = await device('Phone')
  await server.restart()
  assert.equal((await phone.api('GET', '/api/v1/me')).status, 200)
  const connection = await phone.connect()
  connection.close()
})

test('[SES6] my devices are listed, this one marked, without their tokens', async () => {
  await device('  Phone\u0007 ')
  const { body } = await ada.api('GET', '/api/v1/sessions')
  const current = body.sessions.filter(session => session.current)
  assert.deepEqual(
    current.map(({ id }) => id),
    [ada.sessionId],
  )
  const phone = body.sessions.find(({ device }) => device === 'Phone')!
  assert.deepEqual(Object.keys(phone).sort(), ['createdAt', 'current', 'device', 'id', 'lastUsedAt'])
  assert.ok(!JSON.stringify(body).includes(ada.token))
})

test('[SES6] a device that is connected is in use now', async () => {
  const phone = await device('Phone')
  const used = async () => {
    const { body } = await ada.api('GET', '/api/v1/sessions')
    return body.sessions.find(({ id }) => id === phone.sessionId)!.lastUsedAt
  }
  const connection = await phone.connect()
  const now = Date.now()
  assert.ok((await used()) >= now)
  connection.close()
})

test('[SES7] logging out ends this session only', async () => {
  const phone = await device('Phone')
  assert.equal((await phone.api('GET', '/api/v1/me')).status, 200)
  assert.equal((await phone.api('DELETE', '/api/v1/sessions/current')).status, 204)
  assert.equal((await phone.api('GET', '/api/v1/me')).status, 401)
  assert.equal((await phone.api('DELETE', '/api/v1/sessions/current')).status, 401)
  assert.equal((await ada.api('GET', '/api/v1/me')).status, 200)
})

test("[SES7] another person's session looks like one that does not exist", async () => {
  const phone = await device('Phone')
  const foreign = await linus.api('DELETE', `/api/v1/sessions/${phone.sessionId}`)
  const absent = await linus.api('DELETE', '/api/v1/sessions/999999')
  assert.deepEqual([foreign.status, foreign.body], [404, absent.body])
  assert.equal((await phone.api('GET', '/api/v1/me')).status, 200)
  assert.equal((await ada.api('DELETE', `/api/v1/sessions/${phone.sessionId}`)).status, 204)
  assert.equal((await phone.api('GET', '/api/v1/me')).status, 401)
})

test('[SES1] only a bearer token opens anything', async () => {
  const ask = (authorization: string) => server.api('GET', '/api/v1/me', undefined, { authorization })
  assert.equal((await ask(`bearer ${ada.token}`)).status, 200)
  for (const authorization of [
    '',
    'Bearer',
    `Basic ${ada.token}`,
    ada.token,
    `Bearer ${ada.token}x`,
    'Bearer null',
  ]) {
    const { status, headers, body } = await ask(authorization)
    assert.deepEqual([status, body.code, headers.get('www-authenticate')], [401, 'unauthenticated', 'Bearer'])
  }
})

test('[SES8] when a session was last used is known after the server has closed', async () => {
  const phone = await device('Late')
  const used = async () => {
    const { body } = await ada.api('GET', '/api/v1/sessions')
    return body.sessions.find(({ id }) => id === phone.sessionId)!.lastUsedAt
  }
  const before = await used()
  await phone.api('GET', '/api/v1/me')
  await server.restart()
  assert.ok((await used()) > before)
})

test('[SES9] the database keeps neither passwords nor tokens', async () => {
  const rows = JSON.stringify([await server.app.db('accounts'), await server.app.db('sessions')])
  assert.ok(!rows.includes(password) && !rows.includes(ada.token))
  const hashes: string[] = await server.app.db('accounts').pluck('password_hash')
  assert.ok(hashes.every(hash => hash.startsWith('$argon2id$')))
})

test('[SES9] a hash made at another cost is made anew at the next log-in', async () => {
  const hashOf = () => server.app.db('accounts').where({ username: 'linus' }).first('password_hash')
  const before = await hashOf()
  await server.restart({ passwordCost: 2 })
  assert.equal((await logIn({ username: 'linus' })).status, 201)
  const after = await hashOf()
  assert.match(before.password_hash, /\bt=1\b/)
  assert.match(after.password_hash, /\bt=2\b/)
  assert.equal((await logIn({ username: 'linus' })).status, 201)
})
