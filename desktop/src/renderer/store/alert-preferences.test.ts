/** What a person wants of notifications, changed at their machine, against the real server. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualAlertPreferences } from '@chatter/shared/alerts.ts'
import { startServer } from '../../../../server/test/server.ts'
import { createSeats } from '../../../test/seats.ts'

const server = await startServer()
const seats = createSeats(server)
const hours = (from: string, to = '07:00') => ({
  quietHours: { ...usualAlertPreferences.quietHours, isOn: true, from, to },
})

test('[ALRT1] of changes in quick succession the last one stands, and none of them is undone in between', async () => {
  const ada = await seats.start('Ada')
  const shown: string[] = []
  ada.client.store.subscribe(({ snapshot }) => {
    const { from } = snapshot.alertPreferences.quietHours
    if (from !== shown.at(-1)) shown.push(from)
  })
  const times = Array.from({ length: 12 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
  const changes = times.map(async (time, at) => {
    await new Promise(resolve => setTimeout(resolve, at * 5))
    await ada.client.setAlertPreferences(hours(time))
  })
  await Promise.all(changes)
  await ada.client.setAlertPreferences({ keywords: ['last'] })
  assert.deepEqual(shown, times)
  const { body } = await ada.person.api('GET', '/api/v1/me/alerts')
  assert.deepEqual([body.quietHours.from, body.keywords], ['11:00', ['last']])
})

test('[ALRT1] a change that the server refuses is taken back, and those beside it stand', async () => {
  const ada = await seats.start('Ada')
  const good = ada.client.setAlertPreferences(hours('21:00'))
  const bad = ada.client.setAlertPreferences({ keywords: ['x'.repeat(65)] })
  assert.deepEqual(ada.state().snapshot.alertPreferences.keywords.length, 1)
  await assert.rejects(bad)
  await good
  const { quietHours, keywords } = ada.state().snapshot.alertPreferences
  assert.deepEqual([quietHours.from, keywords], ['21:00', []])
})
