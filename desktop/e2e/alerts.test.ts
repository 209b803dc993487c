/** Do not disturb, quiet hours and keywords, with the system's own notifications. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { clickNotification, type NotificationWatch, watchNotifications } from './harness/notifications.ts'
import {
  ada,
  grace,
  isIn,
  openDirect,
  openRoom,
  password,
  personIn,
  startPair,
  write,
} from './harness/people.ts'
import type { ServerProcess } from './harness/server.ts'
import { focus } from './harness/window.ts'

describe('people are left alone, and hear what they want to hear of', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  let daemon: NotificationWatch

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
    daemon = await watchNotifications()
    await openDirect(gracesApp, ada)
    await focus(gracesApp)
  })

  const displayed = () => daemon.displayed().map(({ summary, body }) => `${summary}: ${body}`)
  const shows = (...notifications: string[]) => eventually(() => assert.deepEqual(displayed(), notifications))
  const isUnread = (count: number) =>
    eventually(async () => assert.ok((await adasApp.page.title()).startsWith(`(${count}) `)))
  /** Ada looks at what Grace wrote to her, and then at the lobby again. */
  const catchUp = async () => {
    await focus(adasApp)
    await openDirect(adasApp, grace)
    await eventually(async () => assert.doesNotMatch(await adasApp.page.title(), /^\(/))
    await openRoom(adasApp, 'Lobby')
    await focus(gracesApp)
    await shows()
  }

  test('[NOTE13] [ALRT2] do not disturb is turned on beside one’s name; the system gets nothing, the badge goes on, others see it', async () => {
    await chooseInMenu(adasApp, '30 minutes')
    await isState(adasApp, 'Do not disturb')
    await eventually(async () =>
      assert.equal(
        await personIn(gracesApp, ada.displayName).getAttribute('aria-description'),
        'Online, Do not disturb',
      ),
    )
    const header = gracesApp.page.locator('header').getByText(/^Online · Do not disturb until /)
    await header.waitFor()
    await write(gracesApp, 'first')
    await write(gracesApp, 'second')
    await isUnread(2)
    await shows()
  })

  test('[NOTE13] when it is turned off, one summary for each room comes', async () => {
    await chooseInMenu(adasApp, 'Turn off do not disturb')
    await shows('Grace Hopper (2): second')
    await isState(adasApp, 'Online')
    await eventually(async () =>
      assert.equal(await personIn(gracesApp, ada.displayName).getAttribute('aria-description'), 'Online'),
    )
    await catchUp()
  })

  test('[NOTE13] [ALRT1] turned on at another device it holds here, and ends by itself', async () => {
    await want(server, { doNotDisturb: { until: Date.now() + 3_600_000 } })
    await isState(adasApp, 'Do not disturb')
    await write(gracesApp, 'for later')
    await isUnread(1)
    await shows()
    await want(server, { doNotDisturb: { until: Date.now() + 1_000 } })
    await shows('Grace Hopper: for later')
    await isState(adasApp, 'Online')
    await catchUp()
  })

  test('[NOTE13] it survives a restart of the app, and so does what it held', async () => {
    await chooseInMenu(adasApp, 'Until I turn it off')
    await isState(adasApp, 'Do not disturb')
    await write(gracesApp, 'before the restart')
    await isUnread(1)
    await adasApp.close()
    await write(gracesApp, 'while it was away')
    adasApp = await launchApp({ profileDir: adasApp.profileDir, serverUrl: server.url })
    await isIn(adasApp)
    await focus(gracesApp)
    await isUnread(2)
    await isState(adasApp, 'Do not disturb')
    await shows()
    await chooseInMenu(adasApp, 'Turn off do not disturb')
    await shows('Grace Hopper (2): while it was away')
    await catchUp()
  })

  test('[NOTE14] quiet hours are set in the settings, and hold', async () => {
    const { page } = adasApp
    await openNotificationSettings(adasApp)
    const quietHours = page.getByRole('switch', { name: 'Quiet hours' })
    await quietHours.click()
    await page.getByLabel('From').fill('00:00')
    await page.getByRole('textbox', { name: /^To/ }).fill('00:00')
    await page.getByText(/^It is quiet now, until /).waitFor()
    await page.keyboard.press('Escape')
    await write(gracesApp, 'good night')
    await isUnread(1)
    await shows()
    await openNotificationSettings(adasApp)
    await quietHours.click()
    await shows('Grace Hopper: good night')
    await page.keyboard.press('Escape')
    await catchUp()
  })

  test('[NOTE15] [ALRT5] a keyword notifies, counts nowhere, and stands out in the timeline', async () => {
    const { page } = adasApp
    await openNotificationSettings(adasApp)
    await page.getByLabel('Add a keyword').fill('배포')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Remove 배포' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await openDirect(adasApp, grace)
    await openRoom(gracesApp, 'Lobby')
    await write(gracesApp, 'nothing of interest')
    await write(gracesApp, '오늘배포는 5시예요')
    await shows('Grace Hopper · Lobby: 오늘배포는 5시예요')
    assert.doesNotMatch(await page.title(), /^\(/)
    await clickNotification()
    const marks = page.getByRole('log', { name: 'Lobby' }).locator('mark')
    await eventually(async () => assert.deepEqual(await marks.allTextContents(), ['배포']))
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

async function chooseInMenu({ page }: App, name: string) {
  await page.getByRole('button', { name: /^Your account:/ }).click()
  await page
    .getByRole('group', { name: /Do not disturb/ })
    .getByRole('button', { name })
    .click()
}

/** What stands below one's own name. */
const isState = ({ page }: App, state: string) =>
  page
    .getByRole('button', { name: /^Your account:/ })
    .getByText(state, { exact: true })
    .waitFor()

async function openNotificationSettings({ page }: App) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Notifications' }).click()
}

/** Ada, at another device. */
async function want({ url }: ServerProcess, change: AlertPreferencesChange) {
  const send = async (method: string, path: string, body: object, token?: string) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    assert.ok(response.ok, `${path}: ${response.status}`)
    return response.json()
  }
  const { session } = await send('POST', '/sessions', { username: ada.username, password, device: 'Phone' })
  await send('PATCH', '/me/alerts', change, session.token)
}
