import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AccountChange } from '@chatter/shared/accounts.ts'
import { createPerson, type Person } from '../../../test/person.ts'
import { password, startServer } from '../../../test/server.ts'
import { foundRoom, post } from '../../../test/talk.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

const change = (who: Person, { account }: Person, change: AccountChange) =>
  who.api('PATCH', `/api/v1/accounts/${account.id}`, change)

const give = (who: Person, { account }: Person) => who.api('POST', `/api/v1/accounts/${account.id}/password`)

const logIn = (username: string, word = password) =>
  server.api('POST', '/api/v1/sessions', { username, password: word, device: 'Test' })

const back = async (username: string) => createPerson(server.url, (await logIn(username)).body)

const accountOf = async ({ account }: Person) =>
  (await ada.api('GET', `/api/v1/accounts/${account.id}`)).body.account

test('[ADM1] the first account of a server administers it, and no other one; of two at once one does', async () => {
  assert.equal(ada.account.isAdministrator, true)
  assert.equal((await ada.api('GET', '/api/v1/me')).body.account.isAdministrator, true)
  for (const { account } of [grace, linus]) assert.ok(!('isAdministrator' in account))
  const other = await startServer()
  const all = await Promise.all(['one', 'two', 'three', 'four'].map(name => other.signUp(name)))
  assert.equal(all.filter(({ account }) => account.isAdministrator).length, 1)
  await other.stop()
})

test('[ADM2] administrators name others, which everybody is told, and nobody else does', async () => {
  assert.equal((await change(grace, linus, { isAdministrator: true })).body.code, 'forbidden')
  const atLinus = await linus.connect()
  const { status, body } = await change(ada, grace, { isAdministrator: true })
  assert.equal(status, 200)
  assert.deepEqual(body.account, { ...grace.account, isAdministrator: true })
  const told = await atLinus.next('account:changed', ({ account }) => account.id === grace.account.id)
  assert.deepEqual(told.account, body.account)
  assert.equal((await change(grace, linus, { isAdministrator: true })).status, 200)
  assert.equal((await change(grace, linus, { isAdministrator: false })).status, 200)
  assert.equal((await change(grace, grace, { isAdministrator: false })).status, 200)
  assert.equal((await change(grace, linus, { isAdministrator: true })).body.code, 'forbidden')
  atLinus.close()
})

test('[ADM2] a server keeps an administrator, also where two step back at once', async () => {
  for (const step of [{ isAdministrator: false }, { isDeactivated: true }])
    assert.equal((await change(ada, ada, step)).body.code, 'forbidden')
  assert.equal((await ada.api('PATCH', '/api/v1/accounts/999999', {})).body.code, 'not_found')
  for (let round = 0; round < 5; round++) {
    assert.equal((await change(ada, grace, { isAdministrator: true })).status, 200)
    const both = await Promise.all([ada, grace].map(each => change(each, each, { isAdministrator: false })))
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 403])
    if (both[0]!.status === 200)
      assert.equal((await change(grace, ada, { isAdministrator: true })).status, 200)
    await change(ada, grace, { isAdministrator: false })
  }
})

test('[ADM3] who is deactivated is out at once and cannot log in; what they wrote stays, and nothing new begins with them', async () => {
  const mary = await server.signUp('mary')
  const lobby = (await mary.api('GET', '/api/v1/rooms')).body.rooms.find(({ lobby }) => lobby)!
  const [atMary, atGrace] = [await mary.connect(), await grace.connect()]
  const written = await post(atMary, lobby.id, 'before')
  assert.equal((await change(grace, mary, { isDeactivated: true })).body.code, 'forbidden')
  assert.equal((await change(ada, mary, { isDeactivated: true })).body.account.isDeactivated, true)
  await atMary.next('session:revoked')
  await atGrace.next('account:changed', ({ account }) => account.isDeactivated === true)
  assert.equal((await mary.api('GET', '/api/v1/me')).body.code, 'unauthenticated')
  const { status, body } = await logIn('mary')
  assert.deepEqual([status, body.code], [403, 'account_deactivated'])
  assert.equal((await logIn('mary', 'not the right one')).body.code, 'wrong_credentials')
  const again = { username: 'Mary', password, displayName: 'Mary' }
  assert.equal((await server.api('POST', '/api/v1/accounts', again)).body.code, 'username_taken')

  const { messages } = (await grace.api('GET', `/api/v1/rooms/${lobby.id}/messages`)).body
  assert.ok(messages.some(({ seq }) => seq === written.seq))
  const room = await foundRoom([grace], 'Bridge')
  const begin = [`/api/v1/directs/${mary.account.id}`, `/api/v1/rooms/${room}/members/${mary.account.id}`]
  for (const path of begin) assert.equal((await grace.api('PUT', path)).body.code, 'not_found')
  assert.equal((await grace.api('PUT', `/api/v1/directs/${linus.account.id}`)).status, 200)
  const { accounts } = (await grace.api('GET', '/api/v1/accounts?query=mary')).body
  assert.deepEqual(
    accounts.map(({ isDeactivated }) => isDeactivated),
    [true],
  )
  for (const connection of [atMary, atGrace]) connection.close()
})

test('[ADM3] what they own is handed on, to somebody who is there; what nobody else is in stays theirs', async () => {
  const [owner, gone] = [await server.signUp('owner'), await server.signUp('gone')]
  const shared = await foundRoom([owner, gone, grace, linus], 'Shared')
  const alone = await foundRoom([owner], 'Alone')
  await change(ada, gone, { isDeactivated: true })
  const atGrace = await grace.connect()
  await change(ada, owner, { isDeactivated: true })
  const isHeir = ({ role }: { role: string }) => role === 'owner'
  const told = await atGrace.next('member:changed', isHeir)
  assert.deepEqual(told, { roomId: shared, accountId: grace.account.id, role: 'owner' })
  const { members } = (await grace.api('GET', `/api/v1/rooms/${shared}/members`)).body
  assert.deepEqual(
    members.map(({ account, role }) => [account.id, role, account.isDeactivated === true]),
    [
      [owner.account.id, 'moderator', true],
      [gone.account.id, 'member', true],
      [grace.account.id, 'owner', false],
      [linus.account.id, 'member', false],
    ],
  )
  await change(ada, owner, { isDeactivated: false })
  const { room } = (await (await back('owner')).api('GET', `/api/v1/rooms/${alone}`)).body
  assert.equal(room.role, 'owner')
  atGrace.close()
})

test('[ADM3] a room is handed to nobody who may not be here', async () => {
  const mary = await server.signUp('heir')
  const room = await foundRoom([grace, mary], 'Heirs')
  const handOver = () =>
    grace.api('PATCH', `/api/v1/rooms/${room}/members/${mary.account.id}`, { role: 'owner' })
  await change(ada, mary, { isDeactivated: true })
  assert.equal((await handOver()).body.code, 'forbidden')
  await change(ada, mary, { isDeactivated: false })
  assert.equal((await handOver()).status, 204)
})

const ownerOf = async (who: Person, room: number) => {
  const { members } = (await who.api('GET', `/api/v1/rooms/${room}/members`)).body
  return members.find(({ role }) => role === 'owner')?.account
}

test('[ADM3] of an owner and their heir who go at once neither owns the room', async () => {
  const [one, two] = [await server.signUp('one'), await server.signUp('two')]
  for (let round = 0; round < 8; round++) {
    const [owner, heir] = await Promise.all([back('one'), back('two')])
    const room = await foundRoom([owner, heir, grace], `Round ${round}`)
    await Promise.all([one, two].map(each => change(ada, each, { isDeactivated: true })))
    assert.equal((await ownerOf(grace, room))?.id, grace.account.id)
    for (const each of [one, two]) await change(ada, each, { isDeactivated: false })
  }
})

test('[ADM3] a room that was left to nobody is looked after by whoever comes next', async () => {
  const [owner, gone, newcomer] = [
    await server.signUp('founder'),
    await server.signUp('left'),
    await server.signUp('newcomer'),
  ]
  const room = await foundRoom([owner, gone], 'Orphan', 'public')
  await change(ada, gone, { isDeactivated: true })
  await change(ada, owner, { isDeactivated: true })
  assert.equal(
    (await newcomer.api('PUT', `/api/v1/rooms/${room}/members/${newcomer.account.id}`)).status,
    200,
  )
  assert.equal((await ownerOf(newcomer, room))?.id, newcomer.account.id)
  assert.equal(
    (await grace.api('PUT', `/api/v1/rooms/${room}/members/${grace.account.id}`)).body.room?.role,
    'member',
  )
})

test('[ADM3] a session that another server opened for them opens nothing here', async () => {
  const mary = await server.signUp('elsewhere')
  assert.equal((await mary.api('GET', '/api/v1/me')).status, 200)
  await server.app.db('accounts').where({ id: mary.account.id }).update({ deactivated_at: 1 })
  assert.equal((await mary.api('GET', '/api/v1/me')).body.code, 'unauthenticated')
})

test('[ADM3] what is repeated is told again', async () => {
  const atGrace = await grace.connect()
  for (let round = 0; round < 2; round++) {
    await change(ada, linus, {})
    await atGrace.next('account:changed', ({ account }) => account.id === linus.account.id)
  }
  atGrace.close()
})

test('[ADM4] who is reactivated comes back as they were, and administers nothing', async () => {
  const mary = await server.signUp('back')
  await change(ada, mary, { isAdministrator: true })
  const out = (await change(ada, mary, { isDeactivated: true })).body.account
  assert.ok(!out.isAdministrator)
  const { account } = (await change(ada, mary, { isDeactivated: false })).body
  assert.deepEqual(account, mary.account)
  const { status, body } = await logIn('back')
  assert.deepEqual([status, body.account], [201, mary.account])
  assert.deepEqual(await accountOf(mary), mary.account)
})

test('[ADM3] a log-in in the instant of the deactivation ends with it, or is refused', async () => {
  const mary = await server.signUp('hasty')
  for (let round = 0; round < 10; round++) {
    const [changed, ...entered] = await Promise.all([
      change(ada, mary, { isDeactivated: true }),
      ...Array.from({ length: 4 }, () => logIn('hasty')),
    ])
    assert.equal(changed.status, 200)
    for (const { status, body } of entered) {
      if (status === 403) continue
      const { api } = createPerson(server.url, body)
      assert.equal((await api('GET', '/api/v1/me')).body.code, 'unauthenticated')
    }
    await change(ada, mary, { isDeactivated: false })
  }
})

test('[ADM5] an administrator gives a password, which logs all devices out; nobody else does, nor for themselves', async () => {
  const mary = await server.signUp('forgetful')
  const atMary = await mary.connect()
  assert.equal((await give(grace, mary)).body.code, 'forbidden')
  assert.equal((await give(ada, ada)).body.code, 'forbidden')
  assert.equal((await ada.api('POST', '/api/v1/accounts/999999/password')).body.code, 'not_found')
  assert.equal((await logIn('forgetful')).status, 201)
  const { status, body } = await give(ada, mary)
  assert.equal(status, 200)
  await atMary.next('session:revoked')
  assert.equal((await logIn('forgetful')).body.code, 'wrong_credentials')
  assert.equal((await logIn('forgetful', body.password)).status, 201)
  atMary.close()
})

test('[ADM1] where people are already, the first of them administers; whoever runs the server names another', async () => {
  const { db } = server.app
  await db('accounts').update({ is_administrator: false })
  await db('knex_migrations').where({ name: '012-administration' }).delete()
  await server.restart()
  assert.equal((await ada.api('GET', '/api/v1/me')).body.account.isAdministrator, true)
  await change(ada, linus, { isDeactivated: true })

  const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
  const { dataDir, databaseUrl } = server.config
  const make = (name: string) =>
    promisify(execFile)(process.execPath, [main, '--data-dir', dataDir, '--make-administrator', name], {
      env: { ...process.env, ...(databaseUrl && { CHATTER_DATABASE_URL: databaseUrl }) },
    })
  if (!databaseUrl) await server.app.close()
  await assert.rejects(make('nobody'), /Nobody is called nobody here/)
  assert.match((await make('LINUS')).stdout, /linus \(linus\) is an administrator/)
  await server.restart()
  const { account } = (await logIn('linus')).body
  assert.deepEqual(account, { ...linus.account, isAdministrator: true })
})
