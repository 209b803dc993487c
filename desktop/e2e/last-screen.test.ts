import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { ada, isIn, shows, signUp, write } from './harness/people.ts'
import { startServerProcess } from './harness/server.ts'

/** What was drawn before the page's own code began, as the page itself saw it. */
type Drawn = { text: string; tags: string[]; attributes: string[]; isInert: boolean }

describe('the last screen', () => {
  let app: App

  before(async () => {
    const server = await startServerProcess()
    app = await signUp(ada, { serverUrl: server.url })
    await write(app, 'on the last screen')
    await shows(app, ['on the last screen'])
    await app.page.addInitScript(watchForIt)
  })

  const drawn = () => app.page.evaluate(() => (window as unknown as { drawn?: Drawn }).drawn)
  const kept = () => app.page.evaluate(() => localStorage.getItem('chatter.lastScreen'))

  test('[LAST1] the app opens to it before its own code has begun, and then goes on', async () => {
    await app.page.reload()
    await isIn(app)
    const { text, isInert } = (await drawn()) ?? assert.fail('Nothing was drawn.')
    assert.match(text, /on the last screen/)
    assert.equal(isInert, true)
    await app.page.locator('.last-screen').waitFor({ state: 'detached' })
    await write(app, 'and on')
    await shows(app, ['on the last screen', 'and on'])
  })

  test('[LAST2] nothing in a picture can run, load or lead elsewhere', async () => {
    await app.page.evaluate(() => {
      const of = [
        'a picture that was tampered with',
        { tag: 'script', of: ['document.title = "run"'] },
        { tag: 'img', is: { src: 'x', onerror: 'document.title = "run"' } },
        { tag: 'iframe', is: { src: 'about:blank' } },
        {
          tag: 'a',
          is: { href: 'javascript:document.title = "run"', onclick: 'document.title = "run"' },
          of: ['go'],
        },
      ]
      const screen = { tag: 'div', of }
      const tampered = { language: 'en', width: innerWidth, height: innerHeight, screen }
      // Written last, when the page has kept its own.
      const put = () => localStorage.setItem('chatter.lastScreen', JSON.stringify(tampered))
      addEventListener('pagehide', put)
      document.addEventListener('visibilitychange', put)
    })
    await app.page.reload()
    await isIn(app)
    const { text, tags, attributes } = (await drawn()) ?? assert.fail('Nothing was drawn.')
    assert.match(text, /tampered/)
    assert.deepEqual(tags, ['div', 'a'])
    assert.deepEqual(attributes, [])
    assert.notEqual(await app.page.title(), 'run')
  })

  test('[LAST3] it goes with the session', async () => {
    // What is kept is what was on the screen, so that has to be there first.
    await shows(app, ['on the last screen', 'and on'])
    await app.page.reload()
    await isIn(app)
    assert.match((await kept()) ?? '', /on the last screen/)
    await app.page.getByRole('button', { name: /^Your account/ }).click()
    await app.page.getByRole('button', { name: 'Log out' }).click()
    await app.page.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click()
    await app.page.getByRole('tab', { name: 'Log in' }).waitFor()
    await eventually(async () => assert.equal(await kept(), null))
    await app.page.reload()
    await app.page.getByRole('tab', { name: 'Log in' }).waitFor()
    assert.equal(await drawn(), undefined)
    assert.equal(await kept(), null)
  })
})

/** Runs in the page before all of its scripts. */
function watchForIt() {
  new MutationObserver((_changes, observer) => {
    const frame = document.querySelector<HTMLElement>('.last-screen')
    if (!frame) return
    observer.disconnect()
    const all = [...frame.querySelectorAll('*')]
    const drawn: Drawn = {
      text: frame.textContent ?? '',
      tags: all.map(({ localName }) => localName),
      attributes: all.flatMap(({ attributes }) => [...attributes].map(({ name }) => name)),
      isInert: frame.inert,
    }
    Object.assign(window, { drawn })
  }).observe(document, { childList: true, subtree: true })
}
