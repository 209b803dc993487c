/** What is unread, at Ada's desk and on her laptop. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, grace, logIn, openDirect, openRoom, write } from './harness/people.ts'
import { choose, post, toLatest } from './harness/posts.ts'
import { inSidebar } from './harness/rooms.ts'
import { startServerProcess } from './harness/server.ts'
import { focus, isLeft } from './harness/window.ts'
import { signUpCaller } from './harness/wire.ts'

/** More than one page of history holds. */
const many = 60

describe('what is unread', () => {
  let desk: App
  let laptop: App
  let gracesApp: App

  before(async () => {
    const { url: serverUrl } = await startServerProcess({
      CHATTER_LIMIT_POSTS: '0',
      CHATTER_LIMIT_CALLS: '0',
    })
    const [atAda, atGrace] = [await signUpCaller(serverUrl, ada), await signUpCaller(serverUrl, grace)]
    const room = await atGrace.openDirect(atAda.id)
    for (let count = 1; count <= many; count++) await atGrace.post(room, `post ${count}.`)
    ;[desk, laptop, gracesApp] = (await Promise.all(
      [ada, ada, grace].map(person => logIn(person, { serverUrl })),
    )) as [App, App, App]
    await openDirect(gracesApp, ada)
    await counts(desk, many)
    await counts(laptop, many)
  })

  test('a room opens with a way to the first unread message', async () => {
    await focus(gracesApp)
    await isLeft(laptop)
    await openDirect(laptop, grace)
    await laptop.page.getByRole('button', { name: `${many} unread messages above` }).click()
    await isOnScreen(laptop, 'post 1.')
    await laptop.page.locator('.post-lit', { hasText: 'post 1.' }).waitFor()
    await lineStandsAbove(laptop, 'post 1.')
    await openRoom(laptop, 'Lobby')
  })

  test('[NAV2] the menu of dates leads to the first unread message, too', async () => {
    await openDirect(desk, grace)
    const { page } = desk
    await isOnScreen(desk, `post ${many}.`)
    await page.getByRole('button', { name: 'Go to a date' }).click()
    await page.getByRole('button', { name: 'First unread message' }).click()
    await isOnScreen(desk, 'post 1.')
    await lineStandsAbove(desk, 'post 1.')
    await openRoom(desk, 'Lobby')
  })

  test('[MARK6] what is read at one device is read at the other one within a second', async () => {
    await focus(desk)
    const delays: number[] = []
    for (const words of ['one', 'two', 'three']) {
      await openRoom(desk, 'Lobby')
      await write(gracesApp, words)
      for (const app of [desk, laptop]) await eventually(async () => assert.notEqual(await badgeOf(app), 0))
      const gone = Promise.all([badgeGoneAt(desk), badgeGoneAt(laptop)])
      await openDirect(desk, grace)
      await desk.page.keyboard.press('Control+End')
      await toLatest(desk)
      const [here, there] = await gone
      delays.push(there - here)
    }
    // The machine may stand still for a moment, but not twice of three times.
    const [, median] = delays.toSorted((a, b) => a - b)
    assert.ok(median! <= 1_000, `${delays} ms`)
  })

  test('[MARK10] marked unread from here: line and count come back, also at the other device', async () => {
    await focus(desk)
    await openDirect(desk, grace)
    await choose(desk, 'two', 'Mark unread from here')
    await counts(desk, 2)
    await counts(laptop, 2)
    await lineStandsAbove(desk, 'two')
    await openDirect(laptop, grace)
    await lineStandsAbove(laptop, 'two')
    await counts(laptop, 2)
    await eventually(async () => assert.match(await desk.page.title(), /^\(2\) /))
  })

  test('[MARK12] what is on the screen stays unread until the room is opened anew', async () => {
    await desk.page.mouse.move(500, 300)
    await desk.page.mouse.move(520, 320)
    await new Promise(resolve => setTimeout(resolve, 600))
    await counts(desk, 2)
    await openRoom(desk, 'Lobby')
    await openDirect(desk, grace)
    await counts(desk, 0)
    await counts(laptop, 0)
  })

  test('[MARK1] [NOTE9] the title counts what the icon does, and everything is marked as read at once, on both devices', async () => {
    await openRoom(desk, 'Lobby')
    await openRoom(laptop, 'Lobby')
    await focus(gracesApp)
    await Promise.all([desk, laptop].map(isLeft))
    await write(gracesApp, 'four')
    await openRoom(gracesApp, 'Lobby')
    await write(gracesApp, 'in the lobby')
    for (const app of [desk, laptop]) {
      await counts(app, 1)
      await counts(app, 1, 'Lobby')
      await eventually(async () => assert.match(await app.page.title(), /^\(1\) /))
    }
    await inSidebar(desk, 'Lobby').hover()
    await desk.page.getByRole('button', { name: 'Options for Rooms' }).click()
    await desk.page.getByRole('menuitem', { name: 'Mark everything as read' }).click()
    for (const app of [desk, laptop]) {
      await counts(app, 0)
      await counts(app, 0, 'Lobby')
      await eventually(async () => assert.doesNotMatch(await app.page.title(), /^\(/))
    }
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...desk.complaints, ...laptop.complaints, ...gracesApp.complaints], [])
  })
})

/** What the side bar says of a room. */
async function badgeOf(app: App, name = grace.displayName): Promise<number> {
  // One look: a badge may go between two.
  const badges = await inSidebar(app, name).locator('.badge > [aria-hidden]').allTextContents()
  return Number(badges[0] ?? 0)
}

const counts = (app: App, count: number, name?: string) =>
  eventually(async () => assert.equal(await badgeOf(app, name), count))

/** When the room stops to count anything, by this machine's clock. */
function badgeGoneAt(app: App): Promise<number> {
  return inSidebar(app, grace.displayName).evaluate(
    line =>
      new Promise<number>(resolve => {
        const look = () => line.querySelector('.badge') === null && resolve(Date.now())
        new MutationObserver(look).observe(line, { childList: true, subtree: true })
        look()
      }),
  )
}

async function lineStandsAbove({ page }: App, words: string) {
  const line = page.getByRole('log').locator('.unread-line')
  await eventually(async () => {
    assert.equal(await line.count(), 1)
    const next = await line.evaluate(element => {
      const posts = [...document.querySelectorAll('[role=log] article.post')]
      const { top } = element.getBoundingClientRect()
      return posts.find(each => each.getBoundingClientRect().bottom > top + 4)?.textContent
    })
    assert.ok(next?.includes(words), String(next))
  })
}

const isOnScreen = (app: App, words: string) =>
  eventually(async () => {
    const isIn = await post(app, words).evaluate(element => {
      const { top, bottom } = element.getBoundingClientRect()
      const log = element.closest('[role=log]')!.getBoundingClientRect()
      return top >= log.top && bottom <= log.bottom
    })
    assert.ok(isIn)
  })
