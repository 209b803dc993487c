import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { hostileInputs } from '../src/renderer/features/markdown/hostile.ts'
import type { App } from './harness/app.ts'
import { ada, openRoom, signUp } from './harness/people.ts'
import { createRoom } from './harness/rooms.ts'
import { startServerProcess } from './harness/server.ts'
import { signUpCaller } from './harness/wire.ts'

/** Everything that a message may consist of. */
const allowed =
  'A BLOCKQUOTE BUTTON CODE DIV EM FIGCAPTION FIGURE HR INPUT LI OL P PATH POLYLINE PRE RECT S SPAN STRONG SVG TABLE TBODY TD TH THEAD TR UL'

/** Posts that are on their way at the same time. */
const batch = 200

describe('hostile messages in real windows', () => {
  let app: App
  let home = ''
  const seqs: number[] = []
  const asked: string[] = []
  const dialogs: string[] = []
  const bodies = hostileInputs().filter(body => body.trim() !== '')

  before(async () => {
    const settings = { CHATTER_LIMIT_POSTS: '0', CHATTER_LIMIT_CALLS: '0' }
    const { url: serverUrl } = await startServerProcess(settings)
    home = new URL(serverUrl).host
    const mallory = await signUpCaller(serverUrl, { username: 'mallory', displayName: 'Mallory' })
    app = await signUp(ada, { serverUrl })
    app.page.on('request', request => asked.push(request.url()))
    app.page.on('dialog', dialog => dialogs.push(dialog.message()))
    // Elsewhere, so that they need not be drawn as they come.
    await createRoom(app, { name: 'Elsewhere' })
    const lobby = await mallory.roomId('Lobby')
    for (let from = 0; from < bodies.length; from += batch) {
      const posted = await Promise.all(
        bodies.slice(from, from + batch).map(body => mallory.post(lobby, body)),
      )
      seqs.push(...posted.map(({ seq }) => seq))
    }
  })

  test(`[SEC10] [SEC11] ${bodies.length} of them run nothing, load nothing, and leave no frame, wide or narrow`, async () => {
    assert.ok(bodies.length >= 2_000)
    await openRoom(app, 'Lobby')
    const log = app.page.getByRole('log')
    await log.locator(`article[data-seq="${Math.max(...seqs)}"]`).waitFor({ timeout: 180_000 })
    await log.locator('.rich-text').first().waitFor()
    const upwards = await log.evaluate(walk, { wanted: seqs, steps: [-900, 900] })
    await resize(app, 480)
    const downwards = await log.evaluate(walk, { wanted: seqs, steps: [900, -900] })
    for (const { seen, tags, links, wide, tall } of [upwards, downwards]) {
      assert.deepEqual(
        seqs.filter(seq => !seen.includes(seq)),
        [],
      )
      assert.deepEqual(
        tags.filter(tag => !allowed.split(' ').includes(tag)),
        [],
      )
      for (const link of links) assert.match(link, /^(https?|mailto):/)
      assert.deepEqual(wide, [])
      assert.deepEqual(tall, [])
    }
    const away = asked.filter(url => !url.startsWith('app://chatter/') && new URL(url).host !== home)
    assert.deepEqual(away, [])
    assert.deepEqual(dialogs, [])
    assert.equal(app.electron.windows().length, 1)
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual(app.complaints, [])
  })
})

async function resize({ electron, page }: App, width: number) {
  await electron.evaluate(
    ({ BrowserWindow }, width) => BrowserWindow.getAllWindows()[0]!.setSize(width, 700),
    width,
  )
  await page.waitForFunction(width => innerWidth <= width, width)
}

type Way = {
  /** What is to be seen. */
  wanted: number[]
  /** The way there, and the way back, in pixels. */
  steps: number[]
}

/** Runs in the page: goes past all of them, screen by screen. */
async function walk(element: HTMLElement | SVGElement, { wanted, steps }: Way) {
  const log = element as HTMLElement
  const seen = new Set<number>()
  const tags = new Set<string>()
  const links = new Set<string>()
  const wide = new Set<string>()
  const tall = new Set<string>()
  const drawn = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
  /**
   * What scrolls by itself may be wider than what it stands in; and a line's spaces, and a letter with hundreds of marks,
   * which nothing can break, are cut off at the frame.
   */
  const isFree = (each: Element) =>
    !each.closest('.rich-table, .code-block') && getComputedStyle(each).display !== 'inline'
  const look = () => {
    const { right } = log.getBoundingClientRect()
    if (document.documentElement.scrollWidth > innerWidth) wide.add('page')
    if (log.scrollWidth > log.clientWidth) wide.add('timeline')
    for (const post of log.querySelectorAll<HTMLElement>('article[data-seq]')) {
      const seq = Number(post.dataset.seq)
      const text = post.querySelector('.post-text')
      if (!text || seen.has(seq)) continue
      seen.add(seq)
      const isClosed = getComputedStyle(text).overflowX !== 'visible'
      if (!isClosed || text.getBoundingClientRect().right > right) wide.add(`frame of ${seq}`)
      if (text.getBoundingClientRect().height > 3_000) tall.add(text.textContent!.slice(0, 100))
      for (const each of text.querySelectorAll('*')) {
        tags.add(each.tagName.toUpperCase())
        if (each instanceof HTMLAnchorElement) links.add(each.href)
        if (isFree(each) && each.getBoundingClientRect().right > right) wide.add(each.outerHTML.slice(0, 200))
      }
    }
  }
  // Rows that were measured meanwhile may have moved others past the screen: those are met on the way back.
  for (const step of steps) {
    // At an end, more may still be on its way.
    for (let still = 0; still < 200 && wanted.some(seq => !seen.has(seq)); ) {
      const before = log.scrollTop
      log.scrollTop += step
      await drawn()
      look()
      still = log.scrollTop === before ? still + 1 : 0
    }
  }
  return {
    seen: [...seen],
    tags: [...tags],
    links: [...links],
    wide: [...wide],
    tall: [...tall],
  }
}
