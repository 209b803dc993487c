import assert from 'node:assert/strict'
import { test } from 'node:test'
import { password, startServer } from '../../../test/server.ts'
import { until } from '../../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada', { displayName: 'Ada Lovelace', timeZone: 'Europe/London' })
const grace = await server.signUp('grace', { displayName: 'Grace' })

const signUp = (form: object) =>
  server.api('POST', '/api/v1/accounts', {
    username: 'linus',
    displayName: 'Linus',
    password,
    device: 'Test',
    ...form,
  })

test('[ACC1] signing up answers with the account and a session that works', async () => {
  const { status, body } = await signUp({
    username: ' 홍길동 ',
    displayName: '  홍   길동 ',
    timeZone: 'Asia/Seoul',
  })
  assert.equal(status, 201)
  assert.match(body.session.token, /^[\w-]{43}$/)
  const { account } = body
  assert.deepEqual(
    { ...account, id: 0, createdAt: 0 },
    { id: 0, username: '홍길동', displayName: '홍 길동', timeZone: 'Asia/Seoul', createdAt: 0 },
  )
  const authorization = `Bearer ${body.session.token}`
  const me = await server.api('GET', '/api/v1/me', undefined, { authorization })
  assert.deepEqual(me.body.account, account)
  assert.deepEqual(
    [me.body.session.id, me.body.session.device, me.body.session.current],
    [body.session.id, 'Test', true],
  )
})

test('[ACC2] a user name is taken in every case, width and Unicode form', async () => {
  for (const username of ['ada', 'ADA', 'Ａｄａ']) {
    const { status, body } = await signUp({ username })
    assert.deepEqual([status, body.code, body.field], [409, 'username_taken', 'username'])
  }
  assert.equal((await signUp({ username: '김유신' })).status, 201)
  const decomposed = await signUp({ username: '김유신'.normalize('NFD') })
  assert.deepEqual([decomposed.status, decomposed.body.code], [409, 'username_taken'])
})

test('[ACC2] of two who take a name in the same instant one has it', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => signUp({ username: 'rival' })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
})

test('[ACC3] what is wrong with a sign-up is told at its field', async () => {
  const wrong: [object, string, string][] = [
    [{ username: 'x' }, 'username_invalid', 'username'],
    [{ username: 'a b' }, 'username_invalid', 'username'],
    [{ username: 'a\u202Eb' }, 'username_invalid', 'username'],
    [{ displayName: '  ' }, 'display_name_invalid', 'displayName'],
    [{ password: 'short' }, 'password_too_short', 'password'],
    [{ password: 'x'.repeat(257) }, 'password_too_long', 'password'],
    [{ password: 'password123' }, 'password_too_common', 'password'],
    [{ password: 'QWERTYUIOP' }, 'password_too_common', 'password'],
    [{ password: 'aaaaaaaaaaaa' }, 'password_too_common', 'password'],
    [{ password: 'my-LINUS-pass' }, 'password_too_common', 'password'],
    [{ password: 1234567890 }, 'invalid_input', 'password'],
    [{ username: undefined }, 'invalid_input', 'username'],
    [{ displayName: null }, 'invalid_input', 'displayName'],
    [{ username: 'u'.repeat(2000) }, 'invalid_input', 'username'],
  ]
  for (const [form, code, field] of wrong) {
    const { status, headers, body } = await signUp(form)
    assert.deepEqual([status, body.code, body.field], [400, code, field], JSON.stringify(form))
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
  }
  assert.equal((await signUp({})).status, 201)
})

test('[ACC4] every account is in the lobby from the start', async () => {
  const { body } = await grace.api('GET', '/api/v1/rooms')
  assert.deepEqual(
    body.rooms.map(room => room.lobby),
    [true],
  )
})

test('[ACC5] people are listed by id, page by page, and found by either name', async () => {
  const all = await ada.api('GET', '/api/v1/accounts')
  const ids = all.body.accounts.map(({ id }) => id)
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => a - b),
  )
  assert.equal(all.body.hasAfter, false)
  assert.equal(all.body.presences.length, ids.length)

  const paged: number[] = []
  for (let after: number | undefined, more = true; more; ) {
    const { body } = await ada.api('GET', `/api/v1/accounts?limit=2${after ? `&after=${after}` : ''}`)
    paged.push(...body.accounts.map(({ id }) => id))
    after = paged.at(-1)
    more = body.hasAfter
  }
  assert.deepEqual(paged, ids)

  const find = async (query: string) => {
    const { body } = await ada.api('GET', `/api/v1/accounts?query=${encodeURIComponent(query)}`)
    return body.accounts.map(({ username }) => username)
  }
  assert.deepEqual(await find('LOVELACE'), ['ada'])
  assert.deepEqual(await find('길동'), ['홍길동'])
  assert.deepEqual(await find('길동'.normalize('NFD')), ['홍길동'])
  assert.deepEqual(await find('%'), [])
  assert.deepEqual(await find('_'), [])
  assert.deepEqual(await find("'; --"), [])
})

test('[ACC5] people are for people: without a session nobody is listed', async () => {
  assert.equal((await ada.api('GET', '/api/v1/accounts')).status, 200)
  assert.equal((await server.api('GET', '/api/v1/accounts')).body.code, 'unauthenticated')
})

test('[ACC6] a changed profile is told to everybody at once', async () => {
  const connection = await grace.connect()
  const { status, body } = await ada.api('PATCH', '/api/v1/me', {
    displayName: 'Countess',
    timeZone: 'Asia/Seoul',
  })
  assert.equal(status, 200)
  assert.deepEqual([body.account.displayName, body.account.timeZone], ['Countess', 'Asia/Seoul'])
  assert.deepEqual(await connection.next('account:changed'), { account: body.account })
  assert.deepEqual((await ada.api('GET', '/api/v1/me')).body.account, body.account)
  const found = await ada.api('GET', '/api/v1/accounts?query=countess')
  assert.deepEqual(found.body.accounts, [body.account])
  connection.close()
})

test('[ACC6] two changes in the same instant both stand, and what is told last is all of it', async () => {
  const connection = await grace.connect()
  const told = () => connection.events.filter(({ name }) => name === 'account:changed')
  const zones = ['Asia/Tokyo', 'Europe/London', 'Asia/Seoul'] as const
  for (let round = 0; round < 30; round++) {
    const [displayName, timeZone] = [`Augusta ${round}`, zones[round % zones.length]!]
    const heard = told().length
    await Promise.all([
      ada.api('PATCH', '/api/v1/me', { displayName }),
      ada.api('PATCH', '/api/v1/me', { timeZone }),
    ])
    const { account } = (await ada.api('GET', '/api/v1/me')).body
    assert.deepEqual([account.displayName, account.timeZone], [displayName, timeZone])
    await until(() => told().length === heard + 2)
    assert.deepEqual(told().at(-1)!.payload, { account })
  }
  connection.close()
})

test('[ACC6] a profile change that is wrong changes nothing', async () => {
  const { account } = (await ada.api('GET', '/api/v1/me')).body
  const zone = await ada.api('PATCH', '/api/v1/me', { timeZone: 'Mars/Olympus' })
  assert.deepEqual([zone.status, zone.body.code, zone.body.field], [400, 'invalid_input', 'timeZone'])
  const name = await ada.api('PATCH', '/api/v1/me', { displayName: '\u200b', timeZone: 'Asia/Tokyo' })
  assert.deepEqual([name.status, name.body.code], [400, 'display_name_invalid'])
  const junk = await ada.api('PATCH', '/api/v1/me', { id: 1, username: 'root' })
  assert.equal(junk.status, 200)
  assert.deepEqual((await ada.api('GET', '/api/v1/me')).body.account, account)
})

test('[ACC7] somebody is found by id, with how they are now', async () => {
  const [mary, other] = [await server.signUp('mary'), await server.signUp('somerville')]
  const path = `/api/v1/accounts/${mary.account.id}` as const
  const offline = {
    account: mary.account,
    presence: { accountId: mary.account.id, state: 'offline', lastSeenAt: null },
  }
  assert.deepEqual((await other.api('GET', path)).body, offline)
  await mary.connect()
  assert.equal((await other.api('GET', path)).body.presence.state, 'online')
  assert.equal((await other.api('GET', '/api/v1/accounts/999999')).body.code, 'not_found')
  assert.equal((await server.api('GET', path)).status, 401)
})

test('[ACC9] where the server has a code, nobody signs up without it, and nobody learns which names are taken', async () => {
  const info = async () => (await server.api('GET', '/api/v1/server')).body
  assert.equal((await info()).asksForCode, false)
  await server.restart({ signUpCode: '열려라 참깨' })
  assert.equal((await info()).asksForCode, true)
  const enter = (form: object) =>
    server.api('POST', '/api/v1/accounts', { password, displayName: 'New', device: 'Test', ...form })
  for (const code of [undefined, '', '열려라', '열려라 참깨!'])
    for (const username of ['newcomer', 'ada']) {
      const { status, body } = await enter({ username, code })
      // An app that does not know of codes knows this word.
      const told = code === undefined ? 'forbidden' : 'wrong_code'
      assert.deepEqual([status, body.code, body.field], [403, told, 'code'])
    }
  assert.equal((await enter({ username: 'newcomer', code: ' 열려라 참깨\n'.normalize('NFD') })).status, 201)
  assert.equal((await ada.api('GET', '/api/v1/me')).status, 200)
})
