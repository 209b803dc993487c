import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { inputPatience } from '../src/renderer/store/seen.ts'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { clickNotification, type NotificationWatch, watchNotifications } from './harness/notifications.ts'
import { ada, grace, logIn, openDirect, openRoom, shows, signUp, write } from './harness/people.ts'
import { post } from './harness/posts.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'
import { focus, hasKeyboard, hide, isLeft, minimize, windowState } from './harness/window.ts'
import { type Caller, signUpCaller } from './harness/wire.ts'

describe('people are told', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  /** At another device of hers. */
  let atGrace: Caller
  let direct: number
  let daemon: NotificationWatch
  const written: string[] = []

  before(async () => {
    server = await startServerProcess()
    daemon = await watchNotifications()
    const { url: serverUrl } = server
    atGrace = await signUpCaller(serverUrl, grace)
    ;[adasApp, gracesApp] = await Promise.all([signUp(ada, { serverUrl }), logIn(grace, { serverUrl })])
    await openDirect(gracesApp, ada)
    direct = await atGrace.roomId(ada.displayName)
  })

  const displayed = () => daemon.displayed().map(({ summary, body }) => `${summary}: ${body}`)
  const graceWrites = async (body: string) => {
    written.push(body)
    await write(gracesApp, body)
  }

  test('[NOTE6] what is written in the lobby, or looked at, raises nothing', async () => {
    await focus(adasApp)
    await openDirect(adasApp, grace)
    await graceWrites('you see this')
    await shows(adasApp, written)
    await openRoom(gracesApp, 'Lobby')
    await write(gracesApp, 'hello, all')
    await openDirect(gracesApp, ada)
    await openRoom(adasApp, 'Lobby')
    await shows(adasApp, ['hello, all'])
    assert.deepEqual(displayed(), [])
  })

  const places = {
    'behind another window': () => focus(gracesApp),
    minimised: () => minimize(adasApp),
    hidden: () => hide(adasApp),
  }
  for (const [place, putAway] of Object.entries(places))
    test(`[NOTE3] a private message is told while the window is ${place}, and a click leads to it`, async () => {
      await focus(adasApp)
      await openRoom(adasApp, 'Lobby')
      await putAway()
      await isLeft(adasApp)
      await graceWrites(`are you ${place}?`)
      await eventually(() => assert.deepEqual(displayed(), [`Grace Hopper: are you ${place}?`]))
      await clickNotification()
      await eventually(async () => assert.ok(await hasKeyboard(adasApp)))
      await eventually(async () =>
        assert.deepEqual(await windowState(adasApp), { focused: true, visible: true }),
      )
      await adasApp.page.getByRole('log', { name: grace.displayName }).waitFor()
      await shows(adasApp, written)
      const told = adasApp.page.getByRole('log').getByText(`are you ${place}?`)
      await eventually(async () => assert.ok(await isInView(told)))
      await eventually(() => assert.deepEqual(displayed(), []))
      await readsNothingNew(adasApp)
    })

  test('[NOTE3] [MARK7] what comes in behind a dialog is told and stays unread, until a click leads past it', async () => {
    await focus(adasApp)
    await openDirect(adasApp, grace)
    const { page } = adasApp
    await page.keyboard.press('Control+,')
    await page.getByRole('dialog').waitFor()
    await graceWrites('behind your settings')
    await eventually(() => assert.deepEqual(displayed(), ['Grace Hopper: behind your settings']))
    await eventually(async () => assert.match(await page.title(), /^\(1\) /))
    await clickNotification()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await shows(adasApp, written)
    await readsNothingNew(adasApp)
    await eventually(() => assert.deepEqual(displayed(), []))
  })

  test('[NOTE2] a second message replaces the first, and reading takes the alert back', async () => {
    await openRoom(adasApp, 'Lobby')
    await focus(gracesApp)
    await isLeft(adasApp)
    await graceWrites('first')
    await graceWrites('second')
    await eventually(() => assert.deepEqual(displayed(), ['Grace Hopper: second']))
    await eventually(async () => assert.match(await adasApp.page.title(), /^\(2\) /))
    await focus(adasApp)
    await openDirect(adasApp, grace)
    await shows(adasApp, written)
    await eventually(() => assert.deepEqual(displayed(), []))
    await readsNothingNew(adasApp)
  })

  test('[NOTE7] [MARK7] what comes in below, while one reads further up, is told and stays unread', async () => {
    const { page } = adasApp
    await focus(adasApp)
    await openDirect(adasApp, grace)
    for (let line = 1; line <= 25; line++) {
      written.push(`line ${line}.`)
      await atGrace.post(direct, `line ${line}.`)
    }
    await post(adasApp, 'line 25.').waitFor()
    await readsNothingNew(adasApp)
    const toLatest = page.getByRole('button', { name: 'Jump to the latest message' })
    await page.getByRole('log').hover()
    await eventually(async () => {
      await page.mouse.wheel(0, -300)
      assert.ok(await toLatest.isVisible())
    })
    await graceWrites('below what you read')
    await eventually(() => assert.deepEqual(displayed(), ['Grace Hopper: below what you read']))
    await eventually(async () => assert.match(await page.title(), /^\(1\) /))
    // Whoever reads on up there has not seen it.
    await page.mouse.wheel(0, -200)
    const below = page.getByRole('button', { name: '1 new message' })
    await below.waitFor()
    assert.match(await page.title(), /^\(1\) /)
    assert.deepEqual(displayed(), ['Grace Hopper: below what you read'])
    await below.click()
    await readsNothingNew(adasApp)
    await eventually(() => assert.deepEqual(displayed(), []))
  })

  test('[NOTE7] [MARK7] what comes in while nobody has moved for long is told, and is seen with the next movement', async () => {
    const { page } = adasApp
    await page.evaluate(goOn, inputPatience + 10_000)
    await graceWrites('are you still there?')
    await post(adasApp, 'are you still there?').waitFor()
    await eventually(() => assert.deepEqual(displayed(), ['Grace Hopper: are you still there?']))
    await eventually(async () => assert.match(await page.title(), /^\(1\) /))
    await page.mouse.move(500, 300)
    await page.mouse.move(520, 320)
    await readsNothingNew(adasApp)
    await eventually(() => assert.deepEqual(displayed(), []))
  })

  test('[BRI4] a link starts the app at its message', async () => {
    // The lobby was the server's first room, and theirs the second.
    const { profileDir } = adasApp
    await openRoom(adasApp, 'Lobby')
    await adasApp.close()
    const link = `chatter://${new URL(server.url).host}/rooms/2/1`
    adasApp = await launchApp({ profileDir, serverUrl: server.url, args: [link] })
    await adasApp.page.getByRole('log', { name: grace.displayName }).waitFor()
    await adasApp.page.locator('.post-lit').getByText(written[0]!).waitFor()
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

/** Runs in the page: from now on its clock is so many milliseconds ahead, as if nothing had happened for so long. */
function goOn(ahead: number) {
  const { now } = Date
  Date.now = () => now() + ahead
}

/** Waits until what is on the screen counts as read. */
const readsNothingNew = ({ page }: App) =>
  eventually(async () => assert.doesNotMatch(await page.title(), /^\(/))

const isInView = (post: Locator) =>
  post.evaluate(element => {
    const { top, bottom } = element.getBoundingClientRect()
    const log = element.closest('[role=log]')!.getBoundingClientRect()
    return top >= log.top && bottom <= log.bottom
  })
