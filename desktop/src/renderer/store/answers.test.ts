/** An answer that comes late, behind news of what another device did since, changes nothing any more. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { usualAlertPreferences } from '@chatter/shared/alerts.ts'
import { startServer } from '../../../../server/test/server.ts'
import { until } from '../../../../server/test/until.ts'
import { createDevice, createMachine } from '../../../test/client.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')
const linus = await server.signUp('linus')

/** Answers to changes wait until they are let go. */
let held: (() => void)[] = []
const lateFetch: typeof fetch = async (url, init) => {
  const answer = await fetch(url, init)
  if (init?.method === 'PATCH' || init?.method === 'PUT') await new Promise<void>(go => held.push(go))
  return answer
}
const letGo = () => {
  for (const go of held) go()
  held = []
}

const laptop = createDevice(server.url, ada, { storage: createMachine().boot(), fetch: lateFetch })
after(() => laptop.client.stop())
await laptop.client.start()
await laptop.until(({ connection }) => connection.state === 'online')
const snapshot = () => laptop.state().snapshot

test('[PREF2] what the phone chose for a room after this device stands', async () => {
  const [room] = Object.values(snapshot().rooms)
  const { id } = room!
  const here = laptop.client.setPreferences(id, { level: 'muted' })
  await until(() => held.length === 1)
  await ada.api('PATCH', `/api/v1/rooms/${id}/preferences`, { level: 'all' })
  await laptop.until(({ snapshot }) => snapshot.rooms[id]?.level === 'all')
  letGo()
  await here
  assert.equal(snapshot().rooms[id]?.level, 'all')
})

test('[ALRT1] so do its keywords and quiet hours', async () => {
  const from = (time: string) => ({ ...usualAlertPreferences.quietHours, from: time })
  const here = laptop.client.setAlertPreferences({ quietHours: from('20:00') })
  await until(() => held.length === 1)
  await ada.api('PATCH', '/api/v1/me/alerts', { quietHours: from('21:00'), keywords: ['phone'] })
  letGo()
  await here
  await laptop.until(({ snapshot }) => snapshot.alertPreferences.keywords.length === 1)
  assert.equal(snapshot().alertPreferences.quietHours.from, '21:00')
})

test('[ACC6] and so does a name', async () => {
  const here = laptop.client.changeMe({ displayName: 'Here' })
  await until(() => held.length === 1)
  await ada.api('PATCH', '/api/v1/me', { displayName: 'There' })
  await laptop.until(({ account }) => account.displayName === 'There')
  letGo()
  await here
  assert.equal(laptop.state().account.displayName, 'There')
})

test('[ADM2] and what another administrator decided about somebody', async () => {
  const { id } = linus.account
  const here = laptop.client.changeAccount(id, { isAdministrator: true })
  await until(() => held.length === 1)
  await ada.api('PATCH', `/api/v1/accounts/${id}`, { isDeactivated: true })
  await laptop.until(({ snapshot }) => snapshot.accounts[id]?.isDeactivated === true)
  letGo()
  await here
  assert.deepEqual(
    [snapshot().accounts[id]?.isDeactivated, snapshot().accounts[id]?.isAdministrator],
    [true, undefined],
  )
})

test('[ADM3] the list of members brings news of those who are known already', async () => {
  const [lobby] = Object.values(snapshot().rooms)
  const { id } = grace.account
  const isOut = () => snapshot().accounts[id]?.isDeactivated === true
  const mark = (at: number | null) => server.app.db('accounts').where({ id }).update({ deactivated_at: at })
  await laptop.client.findPeople('')
  assert.equal(isOut(), false)
  await mark(1)
  await laptop.client.loadMembers(lobby!.id)
  assert.equal(isOut(), true)
  await mark(null)
  await laptop.client.findAccount(id)
  assert.equal(isOut(), false)
})

test('[SYNC1] who is put out of a room that they just joined does not see it come back', async () => {
  const { room } = (await grace.api('POST', '/api/v1/rooms', { name: 'Short', kind: 'public' })).body
  const joining = laptop.client.joinRoom(room.id)
  await laptop.until(({ snapshot }) => snapshot.rooms[room.id] !== undefined)
  await until(() => held.length === 1)
  await grace.api('DELETE', `/api/v1/rooms/${room.id}/members/${ada.account.id}`)
  await laptop.until(({ snapshot }) => snapshot.rooms[room.id] === undefined)
  letGo()
  await joining
  assert.equal(snapshot().rooms[room.id], undefined)
})
