import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { type App, launchApp } from './harness/app.ts'
import { enter } from './harness/door.ts'
import { logInDropper } from './harness/dropper.ts'
import { eventually } from './harness/eventually.ts'
import { type InputMethod, press, startInputMethod, typeKeys } from './harness/keyboard.ts'
import { ada, grace, openRoom, password, personIn, shows, signUp } from './harness/people.ts'
import { type ServerProcess, startServerProcess } from './harness/server.ts'
import { play, traces } from './harness/traces.ts'
import { focus } from './harness/window.ts'

const kim = { username: '김철수', displayName: '김철수' }

describe('writing with real keys and input methods', () => {
  let server: ServerProcess
  let method: InputMethod
  let app: App
  let composer: Locator
  const written: string[] = []

  before(async () => {
    server = await startServerProcess()
    method = await startInputMethod()
    const { url: serverUrl } = server
    for (const person of [kim, grace]) await enter(serverUrl, 'signUp', { ...person, password })
    app = await signUp(ada, { serverUrl, env: method.env })
    composer = app.page.getByRole('textbox', { name: 'Message' })
    await focus(app)
    await composer.focus()
  })

  const isWritten = (text: string) => eventually(async () => assert.equal(await composer.inputValue(), text))
  const isSent = async (...bodies: string[]) => {
    written.push(...bodies)
    await shows(app, written)
    // Nothing of it stays behind, also not a moment later.
    await press('F13')
    await isWritten('')
  }

  test('Latin: Enter sends, Shift and Enter break the line', async () => {
    await typeKeys('hi')
    await press('shift+Return')
    await typeKeys('you')
    await isWritten('hi\nyou')
    await press('Return')
    await isSent('hi\nyou')
  })

  test('[IME1] Hangul: one Enter ends the syllable and sends, without residue or doubling', async () => {
    await method.choose('hangul')
    await press('Hangul')
    await typeKeys('dkssud')
    await isWritten('안녕')
    await press('Return')
    await isSent('안녕')
  })

  test('[IME1] Hangul: a quick typist loses nothing', async () => {
    for (const keys of ['dho', 'dkswdk', 'rkfr']) {
      await press(...keys, 'Return')
    }
    await isSent('왜', '앉아', '갉')
  })

  test('Hangul: Shift and Enter break the line between syllables', async () => {
    await press(...'dks', 'shift+Return', ...'sud')
    await isWritten('안\n녕')
    await press('Return')
    await isSent('안\n녕')
  })

  test('[IME1] Hangul: a line break that overtakes its syllable stands behind it', async () => {
    // Now and then, on a busy machine, the input method is that late; here it is each time.
    await composer.evaluate(overtake)
    await isWritten('한\n')
    await typeKeys('sud')
    await isWritten('한\n녕')
    await press('Return')
    await isSent('한\n녕')
  })

  test('Hangul: Backspace takes the syllable apart, and the rest is sent', async () => {
    await press(...'dkssud', 'BackSpace', 'BackSpace')
    await isWritten('안ㄴ')
    await press('BackSpace', 'Return')
    await isSent('안')
  })

  test('[IME3] Hangul: leaving the room in the middle of a syllable keeps it in the draft', async () => {
    await press(...'dkssud')
    await personIn(app, grace.displayName).click()
    await app.page.getByRole('log', { name: grace.displayName }).waitFor()
    await isWritten('')
    await openRoom(app, 'Lobby')
    await isWritten('안녕')
    await composer.focus()
    await press('End', 'Return')
    await isSent('안녕')
  })

  test('Hangul: people are found while the syllable is composed, and one Enter opens the room', async () => {
    await app.page.getByRole('searchbox', { name: 'Find people' }).focus()
    await press(...'rla')
    // Grace stays among the conversations, which are not searched.
    const found = app.page.getByRole('region', { name: 'People' }).getByRole('listitem')
    await eventually(async () => assert.deepEqual(await found.allTextContents(), [kim.displayName]))
    await press('Return')
    await app.page.getByRole('log', { name: kim.displayName }).waitFor()
    await eventually(async () => assert.equal(await composer.inputValue(), ''))
    await openRoom(app, 'Lobby')
    await composer.focus()
  })

  test('[SWI2] Hangul: the switcher follows the syllable that is composed, and one Enter goes there', async () => {
    await press('ctrl+k')
    const field = app.page.getByRole('combobox', { name: 'Go to' })
    await field.waitFor()
    await press(...'rlacj')
    await eventually(async () => assert.equal(await field.inputValue(), '김처'))
    await app.page
      .getByRole('option', { selected: true })
      .getByText(kim.displayName, { exact: true })
      .waitFor()
    await press('f', 'Return')
    await app.page.getByRole('log', { name: kim.displayName }).waitFor()
    await field.waitFor({ state: 'detached' })
    await eventually(async () => assert.equal(await composer.inputValue(), ''))
    await openRoom(app, 'Lobby')
    await composer.focus()
  })

  test('[IME2] Japanese: the first Enter only commits, the second sends', async () => {
    await method.choose('anthy')
    await press('ctrl+j')
    await typeKeys('nihongo')
    await isWritten('にほんご')
    await press('space')
    await isWritten('日本語')
    await press('Return')
    await isWritten('日本語')
    await shows(app, written)
    await press('Return')
    await isSent('日本語')
  })

  test('[IME1] [IME2] each system: what was written down of input methods is posted once, as it was meant', async () => {
    assert.deepEqual(Object.keys(traces).sort(), Object.keys(outcomes).sort())
    for (const [name, { posts, left }] of Object.entries(outcomes)) {
      await composer.fill('')
      // What one of them left unfinished is forgotten.
      await composer.blur()
      await composer.focus()
      assert.deepEqual(await play(traces[name]!, composer), [], name)
      assert.equal(await composer.inputValue(), left, name)
      written.push(...posts)
      await shows(app, written)
      assert.equal(await composer.inputValue(), left, name)
    }
    await composer.fill('')
  })

  test('[IME4] Escape in the middle of a syllable does not close the panel that is searched', async () => {
    const dropper = await logInDropper(server.url, grace.username, password)
    const bytes = Buffer.from('words')
    await dropper.drop(dropper.rooms.Lobby!, [{ name: '보고서.txt', type: 'text/plain', bytes }])
    await app.page.getByRole('button', { name: 'Show details' }).click()
    const field = app.page.getByRole('searchbox', { name: 'Search by name' })
    await field.focus()
    await field.evaluate(element => {
      const init = { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
      element.dispatchEvent(new KeyboardEvent('keydown', { ...init, keyCode: 229, isComposing: true }))
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    })
    await app.page.waitForFunction(() => new Promise(requestAnimationFrame).then(() => true))
    assert.equal(await field.count(), 1)
    await press('Escape')
    await field.waitFor({ state: 'detached' })
    await composer.focus()
  })

  test('Hangul: a person signs up with a name in Hangul, and Enter sends the form once', async () => {
    await method.choose('hangul')
    const other = await launchApp({ serverUrl: server.url, env: method.env })
    await focus(other)
    await other.page.getByRole('tab', { name: 'Sign up' }).click()
    await other.page.getByLabel('User name').focus()
    const holds = (name: string, text: string) =>
      eventually(async () => assert.equal(await other.page.getByLabel(name).inputValue(), text))
    await press('Hangul', ...'ghdrlfehd')
    await holds('User name', '홍길동')
    // The input method follows the focus a moment later than the page does.
    await press('Tab')
    await press(...'rlfehd')
    await holds('Display name', '길동')
    await other.page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery')
    await other.page.getByLabel('Display name').focus()
    await press('End', 'Return')
    await other.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await personIn(app, '길동').waitFor()
    await other.close()
  })
})

/** What a person means by each trace: what is posted, and what stays in the composer. */
const outcomes: Record<string, { posts: string[]; left: string }> = {
  'linux-hangul-arrow': { posts: [], left: '한' },
  'linux-hangul-enter': { posts: ['안녕'], left: '' },
  'linux-hangul-escape': { posts: [], left: '한' },
  'linux-hangul-shift-enter': { posts: [], left: '한\n' },
  'linux-mozc-candidates': { posts: [], left: '可' },
  'linux-mozc-commit': { posts: [], left: '日本' },
  'linux-mozc-enter': { posts: ['日本'], left: '' },
  'linux-mozc-escape': { posts: [], left: '' },
  'macos-japanese-enter': { posts: ['日本'], left: '' },
  'macos-korean-enter': { posts: ['안녕'], left: '' },
  'macos-pinyin-enter': { posts: [], left: 'ni' },
  'webkit-japanese-enter': { posts: ['日本'], left: '' },
  'windows-japanese-enter': { posts: ['日本'], left: '' },
  'windows-korean-enter': { posts: ['안녕'], left: '' },
  'windows-korean-line-break': { posts: ['안녕'], left: '' },
}

/** Runs in the page: the events of `한`, Shift and Enter, of which the last comes before the syllable is committed. */
function overtake(element: HTMLElement | SVGElement) {
  const input = element as HTMLTextAreaElement
  const all = { bubbles: true, cancelable: true }
  const key = { ...all, key: 'Process', code: 'Enter', keyCode: 229, shiftKey: true }
  input.dispatchEvent(new CompositionEvent('compositionstart', all))
  input.dispatchEvent(new KeyboardEvent('keydown', key))
  const lineBreak = new InputEvent('beforeinput', { ...all, inputType: 'insertLineBreak' })
  if (input.dispatchEvent(lineBreak)) throw new Error('The line break was not held back.')
  document.execCommand('insertText', false, '한')
  input.dispatchEvent(new CompositionEvent('compositionend', all))
}
