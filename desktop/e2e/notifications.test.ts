import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { AlertRequest } from '../src/bridge/bridge.ts'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { clickNotification, type NotificationWatch, watchNotifications } from './harness/notifications.ts'
import { focus, hasKeyboard, hide, minimize, windowState } from './harness/window.ts'

const serverUrl = 'http://127.0.0.1:9'
const alertOf = (roomId: number, seq: number, body: string): AlertRequest => ({
  destination: { serverUrl, roomId, seq },
  title: 'Grace Hopper',
  body,
})

describe('notifications', () => {
  let ada: App
  let other: App
  let daemon: NotificationWatch

  before(async () => {
    daemon = await watchNotifications()
    ada = await launchApp()
    other = await launchApp()
    await ada.page.evaluate(() => {
      const opened: unknown[] = []
      Object.assign(window, { opened })
      window.bridge.on('destination:opened', destination => opened.push(destination))
    })
  })

  const show = (alert: AlertRequest) =>
    ada.page.evaluate(alert => window.bridge.ask('alert:show', alert), alert)
  const withdraw = (roomId: number) =>
    ada.page.evaluate(roomId => window.bridge.ask('alert:withdraw', { roomId }), roomId)
  const opened = () => ada.page.evaluate(() => (window as unknown as { opened: unknown[] }).opened.splice(0))
  const bodies = () => daemon.displayed().map(({ body }) => body)

  test('[NOTE1] an alert stands at the system, as it was written', async () => {
    assert.deepEqual(await show(alertOf(1, 5, 'if a < b && c > d: 안녕')), {
      shown: true,
      backend: 'electron',
    })
    const [shown] = await eventually(() => nonEmpty(daemon.displayed()))
    assert.equal(shown?.app, 'Chatter')
    assert.equal(shown?.summary, 'Grace Hopper')
    assert.equal(shown?.body, 'if a &lt; b &amp;&amp; c &gt; d: 안녕')
  })

  test('[NOTE2] a room has one alert at most, the newest, and none once it was read', async () => {
    await show(alertOf(1, 6, 'newer'))
    await show(alertOf(2, 1, 'another room'))
    await eventually(() => assert.deepEqual(bodies(), ['newer', 'another room']))
    await withdraw(1)
    await eventually(() => assert.deepEqual(bodies(), ['another room']))
    await withdraw(2)
    await eventually(() => assert.deepEqual(bodies(), []))
  })

  const places = {
    'behind another window': () => focus(other),
    minimised: () => minimize(ada),
    hidden: () => hide(ada),
  }
  for (const [place, putAway] of Object.entries(places))
    test(`[NOTE3] a click brings the window from ${place} to the front, and then to the message`, async () => {
      await focus(ada)
      await putAway()
      await eventually(async () => assert.equal((await windowState(ada)).focused, false))
      await show(alertOf(3, 77, place))
      await eventually(() => assert.deepEqual(bodies(), [place]))
      await clickNotification()
      await eventually(async () => assert.deepEqual(await opened(), [{ serverUrl, roomId: 3, seq: 77 }]))
      await eventually(async () => assert.deepEqual(await windowState(ada), { focused: true, visible: true }))
      await eventually(async () => assert.ok(await hasKeyboard(ada)))
      await eventually(() => assert.deepEqual(bodies(), []))
    })

  test('[NOTE5] where the first way fails, another delivers, and what the system said is told', async () => {
    await ada.electron.evaluate(({ Notification }) => {
      Notification.isSupported = () => false
    })
    const outcome = await show(alertOf(4, 1, '- a list <b>'))
    assert.deepEqual(outcome, { shown: true, backend: 'node-notifier' })
    await eventually(() => assert.deepEqual(bodies(), ['\u200b- a list &lt;b&gt;']))
    await ada.electron.evaluate(() => {
      process.env.DBUS_SESSION_BUS_ADDRESS = 'unix:path=/nowhere'
    })
    // What does not complain in time counts as shown, and a busy machine complains late.
    await eventually(async () => {
      const failed = await show(alertOf(4, 2, 'nobody hears'))
      assert.equal(failed.shown, false)
      assert.equal(failed.backend, 'none')
      assert.match(failed.reason ?? '', /electron: .*node-notifier: /s)
    })
  })
})

function nonEmpty<T>(list: T[]): T[] {
  assert.notEqual(list.length, 0)
  return list
}
