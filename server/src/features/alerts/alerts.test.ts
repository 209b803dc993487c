import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type AlertPreferencesChange, keywordLimits, usualAlertPreferences } from '@chatter/shared/alerts.ts'
import type { PresenceChanged } from '@chatter/shared/presence.ts'
import type { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { until } from '../../../test/until.ts'

const server = await startServer()
const ada = await server.signUp('ada')
const grace = await server.signUp('grace')

const read = async (person: Person) => (await person.api('GET', '/api/v1/me/alerts')).body
const want = (person: Person, change: AlertPreferencesChange) =>
  person.api('PATCH', '/api/v1/me/alerts', change)

async function presenceOf(person: Person) {
  const { body } = await grace.api('GET', '/api/v1/accounts')
  return body.presences.find(({ accountId }) => accountId === person.account.id)!
}

/** Whether this tells how Ada wants to be left alone, or that she does not any more. */
const tells =
  (until: number | null | undefined) =>
  ({ presences }: PresenceChanged) =>
    presences.some(
      ({ accountId, doNotDisturb }) => accountId === ada.account.id && doNotDisturb?.until === until,
    )

test('[ALRT1] until somebody chooses, nothing is quiet and no word is a keyword', async () => {
  assert.deepEqual(await read(ada), usualAlertPreferences)
})

test('[ALRT1] what one wants of notifications is told to all of their devices, and to nobody else', async () => {
  const [first, second, atGrace] = [await ada.connect(), await ada.connect(), await grace.connect()]
  const quietHours = { isOn: true, from: '23:30', to: '07:15', days: [7, 1, 5, 1] }
  const { status, body } = await want(ada, { quietHours, keywords: ['Deploy', '배포'] })
  const changed = {
    doNotDisturb: null,
    quietHours: { ...quietHours, days: [1, 5, 7] },
    keywords: ['Deploy', '배포'],
  }
  assert.deepEqual([status, body], [200, changed])
  for (const device of [first, second]) assert.deepEqual(await device.next('alerts:changed'), changed)
  assert.deepEqual(await read(grace), usualAlertPreferences)
  await want(grace, {})
  await atGrace.next('alerts:changed')
  assert.equal(atGrace.events.filter(({ name }) => name === 'alerts:changed').length, 1)
  for (const connection of [first, second, atGrace]) connection.close()
})

test('[ALRT1] what is left out stays, also when two devices change something in the same instant', async () => {
  await want(ada, { keywords: [], quietHours: usualAlertPreferences.quietHours })
  const quietHours = { ...usualAlertPreferences.quietHours, isOn: true }
  await Promise.all([want(ada, { keywords: ['pager'] }), want(ada, { quietHours })])
  const wanted = { doNotDisturb: null, quietHours, keywords: ['pager'] }
  assert.deepEqual((await want(ada, {})).body, wanted)
  await server.restart()
  assert.deepEqual(await read(ada), wanted)
})

test('[ALRT1] what is told last is what stands', async () => {
  const connection = await ada.connect()
  const told = () => connection.events.filter(({ name }) => name === 'alerts:changed')
  for (let round = 0; round < 30; round++) {
    const quietHours = { ...usualAlertPreferences.quietHours, isOn: round % 2 === 0 }
    const heard = told().length
    await Promise.all([want(ada, { keywords: [`pager ${round}`] }), want(ada, { quietHours })])
    await until(() => told().length === heard + 2)
    assert.deepEqual(told().at(-1)!.payload, await read(ada))
  }
  connection.close()
})

test('[ALRT2] who is not to be disturbed is shown so to the others within a second, and stays so after a restart', async () => {
  const atGrace = await grace.connect()
  const delays: number[] = []
  let until = Date.now() + 3_600_000
  // A busy machine makes some tries slow.
  while (delays.length < 5 && !delays.some(delay => delay < 1_000)) {
    until++
    const begun = Date.now()
    assert.deepEqual((await want(ada, { doNotDisturb: { until } })).body.doNotDisturb, { until })
    await atGrace.next('presence:changed', tells(until))
    delays.push(Date.now() - begun)
  }
  assert.ok(Math.min(...delays) < 1_000, `${delays}`)
  assert.deepEqual((await presenceOf(ada)).doNotDisturb, { until })
  atGrace.close()
  await server.restart()
  assert.deepEqual((await presenceOf(ada)).doNotDisturb, { until })
  assert.deepEqual((await read(ada)).doNotDisturb, { until })
  const { presence } = (await grace.api('GET', `/api/v1/accounts/${ada.account.id}`)).body
  assert.deepEqual(presence.doNotDisturb, { until })
})

test('[ALRT2] it lasts until it is turned off, where no end is named', async () => {
  const atGrace = await grace.connect()
  await want(ada, { doNotDisturb: { until: null } })
  await atGrace.next('presence:changed', tells(null))
  await want(ada, { doNotDisturb: null })
  await atGrace.next('presence:changed', tells(undefined))
  assert.equal((await presenceOf(ada)).doNotDisturb, undefined)
  atGrace.close()
})

test('[ALRT2] who is left alone keeps when they were last seen', async () => {
  const atAda = await ada.connect()
  atAda.close()
  while ((await presenceOf(ada)).lastSeenAt === null) await pause(50)
  const atGrace = await grace.connect()
  await want(ada, { doNotDisturb: { until: null } })
  const { presences } = await atGrace.next('presence:changed', tells(null))
  const { state, lastSeenAt } = presences.find(({ accountId }) => accountId === ada.account.id)!
  assert.deepEqual([state, typeof lastSeenAt], ['offline', 'number'])
  atGrace.close()
})

test('[ALRT2] it ends by itself at its time', async () => {
  const until = Date.now() + 3_000
  assert.deepEqual((await want(ada, { doNotDisturb: { until } })).body.doNotDisturb, { until })
  assert.deepEqual((await presenceOf(ada)).doNotDisturb, { until })
  await pause(until - Date.now() + 1)
  assert.equal((await read(ada)).doNotDisturb, null)
  assert.equal((await presenceOf(ada)).doNotDisturb, undefined)
})

test('[ALRT3] quiet hours have two times of the day, and days of the week', async () => {
  const usual = usualAlertPreferences.quietHours
  assert.equal((await want(ada, { quietHours: { ...usual, days: [] } })).status, 200)
  for (const wrong of [{ from: '24:00' }, { to: '7:00' }, { days: [0] }, { days: [8] }]) {
    const { status, body } = await want(ada, { quietHours: { ...usual, ...wrong } })
    assert.deepEqual([status, body.code], [400, 'invalid_input'], JSON.stringify(wrong))
  }
})

test('[ALRT4] keywords are kept in NFC, each once in any form, and their number is bounded', async () => {
  const { body } = await want(ada, {
    keywords: ['  on   call ', 'ON CALL', '배포'.normalize('NFD'), 'ａｄａ', 'Ada'],
  })
  assert.deepEqual(body.keywords, ['on call', '배포', 'ａｄａ'])
  const many = Array.from({ length: keywordLimits.count }, (_, n) => `word ${n}`)
  assert.equal((await want(ada, { keywords: many })).status, 200)
  for (const keywords of [[...many, 'one more'], ['\u200b '], ['a'.repeat(keywordLimits.length + 1)]]) {
    const { status, body } = await want(ada, { keywords })
    assert.deepEqual([status, body.code], [400, 'invalid_input'])
  }
  assert.deepEqual((await read(ada)).keywords, many)
})
