import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { App } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { type InputMethod, press, startInputMethod, typeKeys } from './harness/keyboard.ts'
import { ada, shows, signUp } from './harness/people.ts'
import { composer } from './harness/posts.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'
import { focus } from './harness/window.ts'

describe('emoji by name, with real keys', () => {
  let server: ServerProcess
  let method: InputMethod
  let app: App
  const sent: string[] = []

  const attend = async () => {
    await focus(app)
    await composer(app).focus()
  }
  const offers = () => app.page.getByRole('listbox', { name: 'Emoji' })
  const isOffered = (name: string) => offers().getByRole('option', { name }).first().waitFor()
  const isClosed = () => offers().waitFor({ state: 'detached' })
  const isWritten = (text: string) =>
    eventually(async () => assert.equal(await composer(app).inputValue(), text))
  const isSent = async (body: string) => {
    sent.push(body)
    await shows(app, sent)
    await isWritten('')
  }

  before(async () => {
    server = await startServerProcess()
    method = await startInputMethod()
    app = await signUp(ada, { serverUrl: server.url, env: method.env })
    await attend()
  })

  test('[COMP1] emoji are offered by name; Enter takes one, and the next Enter sends', async () => {
    await press('h', 'i', 'space', 'colon', 's', 'm', 'i')
    await isOffered(':smile:')
    await press('colon')
    await isClosed()
    await press('BackSpace')
    await isOffered(':smile:')
    const first = await offers()
      .getByRole('option', { selected: true })
      .locator('.completion-emoji')
      .textContent()
    await press('Return')
    await isWritten(`hi ${first} `)
    await isClosed()
    await press('Return')
    await isSent(`hi ${first}`)
  })

  test('[COMP1] arrows choose, Tab takes, and what was used lately comes first', async () => {
    await press('colon', ...'rocket')
    await isOffered(':rocket:')
    await press('Tab')
    await isWritten('🚀 ')
    await press('Return')
    await isSent('🚀')
    await press('colon', 'r', 'o')
    await isOffered(':rocket:')
    const options = offers().getByRole('option')
    assert.match((await options.first().textContent())!, /🚀/)
    await press('Down', 'Down')
    const third = await options.nth(2).locator('.completion-emoji').textContent()
    await press('Tab', 'Return')
    await isSent(third!)
  })

  test('[COMP1] Escape leaves the words as they are, and faces and times are left alone', async () => {
    await press('colon', ...'tada')
    await isOffered(':tada:')
    await press('Escape')
    await isClosed()
    await press('colon', 'Return')
    await isSent('🎉')
    await press(...'at', 'space', '1', '2', 'colon', '3', '0', 'space', 'colon', 'shift+d')
    await isWritten('at 12:30 :D')
    assert.equal(await offers().count(), 0)
    await press('Return')
    await isSent('at 12:30 :D')
  })

  test('[COMP1] in Hangul, in the middle of a syllable, nothing is left over or doubled', async () => {
    await method.choose('hangul')
    await press('Hangul')
    await press('colon')
    await typeKeys('fhzpt')
    await isWritten(':로켓')
    await isOffered(':rocket:')
    await press('Return')
    await isWritten('🚀 ')
    await typeKeys('rk')
    await press('Return')
    await isSent('🚀 가')
    await press('Hangul')
  })

  test('[COMP1] a click takes one, in Korean as well', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Appearance' }).click()
    await page.getByRole('radio', { name: '한국어' }).click()
    await page.getByRole('tab', { name: '화면' }).waitFor()
    await page.keyboard.press('Escape')
    await app.page.getByRole('textbox', { name: '메시지' }).fill('축하해요 :cake')
    const list = app.page.getByRole('listbox', { name: '이모지' })
    await list.getByRole('option', { name: /🎂/ }).click()
    await eventually(async () =>
      assert.equal(await app.page.getByRole('textbox', { name: '메시지' }).inputValue(), '축하해요 🎂 '),
    )
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual(app.complaints, [])
  })
})
