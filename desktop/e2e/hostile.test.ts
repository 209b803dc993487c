import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { nastiest } from '../src/renderer/features/markdown/hostile.ts'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, signUp, write } from './harness/people.ts'
import { startServerProcess } from './harness/server.ts'

/** Everything that a message may consist of. */
const allowed =
  'A BLOCKQUOTE BUTTON CODE DIV EM FIGCAPTION FIGURE HR INPUT LI OL P PATH POLYLINE PRE RECT S SPAN STRONG SVG TABLE TBODY TD TH THEAD TR UL'

describe('hostile messages in a real window', () => {
  let app: App
  const asked: string[] = []
  const dialogs: string[] = []
  let home = ''
  const bodies = nastiest().filter(body => body.trim() !== '')

  before(async () => {
    const server = await startServerProcess()
    home = new URL(server.url).host
    app = await signUp(ada, { serverUrl: server.url })
    app.page.on('request', request => asked.push(request.url()))
    app.page.on('dialog', dialog => dialogs.push(dialog.message()))
  })

  test(`[SEC10] ${bodies.length} of them run nothing, load nothing, and consist of nothing but words`, async () => {
    for (const [at, body] of bodies.entries()) {
      await write(app, body)
      if (at % 16 !== 15) continue
      await settled(app)
      await checkWindow(app)
    }
    await settled(app)
    await checkWindow(app)
    const newest = app.page.locator('article[data-seq]').last()
    assert.ok(Number(await newest.getAttribute('data-seq')) >= bodies.length, 'all of them arrived')
    const away = asked.filter(url => !url.startsWith('app://chatter/') && new URL(url).host !== home)
    assert.deepEqual(away, [])
    assert.deepEqual(dialogs, [])
    assert.equal(app.electron.windows().length, 1)
  })

  test('[SEC11] none leaves its frame, also when the window is narrow', async () => {
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(480, 700))
    const log = app.page.getByRole('log')
    for (let step = 0; step < 12; step++) {
      await checkWindow(app)
      await log.evaluate(element => element.scrollBy(0, -600))
      await app.page.waitForTimeout(100)
    }
  })

  test('[SEC2] the page broke no policy and threw nothing', () => {
    assert.deepEqual(app.complaints, [])
  })

  async function settled({ page }: App) {
    await eventually(async () => {
      assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), '')
      assert.equal(await page.locator('article:is([data-state=sending], [data-state=failed])').count(), 0)
    })
  }

  async function checkWindow({ page }: App) {
    const { tags, links, wide, tall } = await page.evaluate(() => {
      const texts = [...document.querySelectorAll('.post-text')]
      const inside = texts.flatMap(text => [...text.querySelectorAll('*')])
      const log = document.querySelector('[role=log]')!
      const right = log.getBoundingClientRect().right
      /** What scrolls by itself may be wider than what it stands in. */
      const isFree = (element: Element) => !element.closest('.rich-table, .code-block')
      return {
        tags: [...new Set(inside.map(element => element.tagName.toUpperCase()))],
        links: inside.flatMap(element => (element instanceof HTMLAnchorElement ? [element.href] : [])),
        wide: [
          document.documentElement.scrollWidth > innerWidth ? 'page' : '',
          log.scrollWidth > log.clientWidth ? 'timeline' : '',
          ...inside
            .filter(element => isFree(element) && element.getBoundingClientRect().right > right)
            .map(element => element.outerHTML.slice(0, 200)),
        ].filter(Boolean),
        tall: texts
          .filter(text => text.getBoundingClientRect().height > 1_500)
          .map(text => text.textContent?.slice(0, 100)),
      }
    })
    assert.deepEqual(
      tags.filter(tag => !allowed.split(' ').includes(tag)),
      [],
    )
    for (const link of links) assert.match(link, /^(https?|mailto):/)
    assert.deepEqual(wide, [])
    assert.deepEqual(tall, [])
  }
})
