/** A day without a mouse: from signing up to logging out, by keys alone. Nothing is clicked here, and nothing is filled in. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { eventually } from './harness/eventually.ts'
import { isAt, press, pressTo, readFocus, type } from './harness/keys.ts'
import { ada, grace, isIn, password } from './harness/people.ts'
import { composer, post } from './harness/posts.ts'
import { startServerProcess } from './harness/server.ts'
import { focus } from './harness/window.ts'
import { type Caller, signUpCaller } from './harness/wire.ts'

describe('by keys alone', () => {
  let app: App
  let caller: Caller
  let lobby: number

  before(async () => {
    const server = await startServerProcess()
    caller = await signUpCaller(server.url, grace)
    lobby = await caller.roomId('Lobby')
    await caller.post(lobby, 'Who wants tea?')
    app = await launchApp({ serverUrl: server.url })
    await focus(app)
    await app.page.getByRole('tab', { name: 'Log in' }).waitFor()
  })

  /** Ends where the cursor is at home. */
  const atComposer = (name = 'Message') => isAt(app, name)
  const log = (name: string) => app.page.getByRole('log', { name }).waitFor()

  test('[KEYS1] [KEYS2] signing up', async () => {
    await pressTo(app, 'Shift+Tab', /^(Log in|Sign up)$/)
    await press(app, 'End')
    await isAt(app, 'Sign up')
    await pressTo(app, 'Tab', /^User name/)
    await type(app, ada.username)
    await pressTo(app, 'Tab', /^Display name/)
    await type(app, ada.displayName)
    await pressTo(app, 'Tab', /^Password/)
    await type(app, password)
    await press(app, 'Enter')
    await isIn(app)
    await atComposer()
  })

  test('[KEYS1] [KEYS2] making a room, and going from one to another', async () => {
    await pressTo(app, 'Tab', 'Add a room')
    await press(app, 'Enter')
    await isAt(app, 'Create a room')
    await press(app, 'Escape')
    await isAt(app, 'Add a room')
    await press(app, 'Enter')
    await isAt(app, 'Create a room')
    await press(app, 'Enter')
    await isAt(app, /^Name/)
    await press(app, 'Escape')
    await isAt(app, 'Add a room')
    await press(app, 'Enter')
    await isAt(app, 'Create a room')
    await press(app, 'Enter')
    await isAt(app, /^Name/)
    await type(app, 'kitchen')
    await press(app, 'Enter')
    await log('kitchen')
    await atComposer()
    await pressTo(app, 'Shift+Tab', 'Lobby')
    await press(app, 'Enter')
    await log('Lobby')
    await atComposer()
    await press(app, 'Alt+ArrowDown')
    await log('kitchen')
    await press(app, 'Alt+ArrowUp')
    await log('Lobby')
    await atComposer()
  })

  test('[KEYS1] posting', async () => {
    await type(app, 'I do, with milk')
    await press(app, 'Enter')
    await app.page.locator('article[data-state=sent]', { hasText: 'with milk' }).waitFor()
    await atComposer()
    // To another room and back, and not into an edit of what was just written.
    await press(app, 'Alt+ArrowUp')
    await log('kitchen')
    await press(app, 'Alt+ArrowUp')
    await log('Lobby')
    await atComposer()
    assert.equal(await composer(app).inputValue(), '')
  })

  test('[KEYS1] [KEYS2] [LOOKS4] reacting', async () => {
    await pressTo(app, 'Shift+Tab', 'Lobby')
    await press(app, 'ArrowUp')
    await isAt(app, /^Ada Lovelace, .*: I do, with milk$/)
    await pressTo(app, 'ArrowUp', /^Grace Hopper, .*: Who wants tea\?$/)
    await press(app, 'Shift+F10')
    await isAt(app, 'React')
    await press(app, 'Escape')
    await isAt(app, /Who wants tea\?$/)
    await press(app, 'Enter')
    await isAt(app, 'React')
    await press(app, 'Enter')
    await isAt(app, 'Search emoji')
    await type(app, 'birthday')
    await app.page.getByRole('option', { name: 'birthday cake' }).waitFor()
    await press(app, 'Enter')
    await post(app, 'Who wants tea?').getByRole('button', { name: 'you reacted with 🎂' }).waitFor()
    await isAt(app, /Who wants tea\?$/)
  })

  test('[KEYS1] [KEYS2] replying', async () => {
    await press(app, 'End')
    await isAt(app, /I do, with milk$/)
    await press(app, 'Enter')
    await isAt(app, 'React')
    await press(app, 'ArrowDown')
    await isAt(app, 'Reply')
    await press(app, 'Enter')
    await atComposer()
    await type(app, 'Me, too')
    await press(app, 'Enter')
    const reply = app.page.locator('article[data-state=sent]', { hasText: 'Me, too' })
    await reply.getByRole('button', { name: /that this replies to/ }).waitFor()
    await atComposer()
  })

  test('[KEYS1] [KEYS2] editing', async () => {
    await press(app, 'ArrowUp')
    await eventually(async () => assert.equal(await composer(app).inputValue(), 'Me, too'))
    await press(app, 'End')
    await type(app, ', please')
    // Marks everything as read, and leaves alone what is being written.
    await press(app, 'Shift+Escape')
    assert.equal(await composer(app).inputValue(), 'Me, too, please')
    await press(app, 'Enter')
    await app.page.locator('article', { hasText: 'Me, too, please' }).getByText('edited').waitFor()
    await atComposer()
  })

  test('[KEYS1] long code scrolls by the arrows, and the focus stays in it', async () => {
    const lines = Array.from({ length: 60 }, (_, line) => `line ${line}`)
    await caller.post(lobby, `\`\`\`\n${lines.join('\n')}\n\`\`\``)
    await caller.post(lobby, 'That was long.')
    await post(app, 'That was long.').waitFor()
    await pressTo(app, 'Shift+Tab', 'Lobby')
    await pressTo(app, 'ArrowUp', /line 0/)
    await pressTo(app, 'Tab', 'Code')
    await press(app, 'ArrowDown', 'ArrowDown')
    await isAt(app, 'Code')
    await eventually(async () =>
      assert.ok(await app.page.evaluate(() => document.activeElement!.scrollTop > 0)),
    )
    await press(app, 'Escape')
    await atComposer()
  })

  test('[KEYS1] [KEYS2] searching, and back', async () => {
    await press(app, 'Control+Shift+F')
    await isAt(app, 'Search messages')
    await type(app, 'tea')
    await app.page.getByRole('list', { name: 'Results' }).getByRole('button').first().waitFor()
    await press(app, 'ArrowDown')
    await isAt(app, /Who wants tea\?/)
    await press(app, 'ArrowUp')
    await isAt(app, 'Search messages')
    // The first one empties the field.
    await press(app, 'Escape', 'Escape')
    await app.page.getByRole('complementary', { name: 'Search messages' }).waitFor({ state: 'detached' })
    await atComposer()
  })

  test('[KEYS1] [KEYS2] the quick switcher', async () => {
    await press(app, 'Control+k')
    await isAt(app, 'Go to')
    await press(app, 'Escape')
    await atComposer()
    await press(app, 'Control+k')
    await isAt(app, 'Go to')
    await type(app, 'kit')
    await app.page.getByRole('option', { name: 'kitchen' }).waitFor()
    await press(app, 'Enter')
    await log('kitchen')
    await atComposer()
  })

  test('[KEYS1] [KEYS2] opening and closing the panel, and dialogs over it', async () => {
    await pressTo(app, 'Shift+Tab', 'Show details')
    await press(app, 'Enter')
    await isAt(app, 'Hide details')
    await pressTo(app, 'Tab', 'Edit room')
    await press(app, 'Enter')
    await isAt(app, /^Name/)
    await press(app, 'Escape')
    await isAt(app, 'Edit room')
    await pressTo(app, 'Tab', 'Delete room')
    await press(app, 'Enter')
    await isAt(app, /^Type the room/)
    await press(app, 'Escape')
    await isAt(app, 'Delete room')
    await press(app, 'Escape')
    await app.page.getByRole('complementary', { name: 'Details' }).waitFor({ state: 'detached' })
    await isAt(app, 'Show details')
    await pressTo(app, 'Shift+Tab', 'Go to a date')
    await press(app, 'Enter')
    await isAt(app, 'Date')
    await press(app, 'Escape')
    await isAt(app, 'Go to a date')
  })

  test('[KEYS1] [KEYS2] the menu of a room, by the menu key', async () => {
    await pressTo(app, 'Shift+Tab', 'kitchen')
    await press(app, 'Shift+F10')
    await app.page.getByRole('menu').waitFor()
    await pressTo(app, 'ArrowDown', 'Nothing (muted)')
    await press(app, 'Enter')
    await isAt(app, 'kitchen')
  })

  test('[KEYS1] [KEYS2] changing the language in the settings', async () => {
    await press(app, 'Control+,')
    await isAt(app, 'Profile')
    await press(app, 'ArrowDown')
    await isAt(app, 'Appearance')
    await pressTo(app, 'Tab', 'System')
    await press(app, 'Tab')
    await isAt(app, 'System')
    await press(app, 'ArrowRight')
    await isAt(app, '한국어')
    await app.page.getByRole('heading', { name: '설정' }).waitFor()
    await press(app, 'Escape')
    await isAt(app, 'kitchen')
  })

  test('[KEYS1] [KEYS2] logging out', async () => {
    await pressTo(app, 'Tab', /^내 계정/)
    await press(app, 'Enter')
    await pressTo(app, 'Tab', '로그아웃')
    await press(app, 'Enter')
    await app.page.getByRole('alertdialog').waitFor()
    await press(app, 'Escape')
    await eventually(async () => assert.equal((await readFocus(app)).isVisible, true))
    await pressTo(app, 'Tab', /^내 계정/)
    await press(app, 'Enter')
    await pressTo(app, 'Tab', '로그아웃')
    await press(app, 'Enter')
    await app.page.getByRole('alertdialog').waitFor()
    await pressTo(app, 'Tab', '로그아웃')
    await press(app, 'Enter')
    await app.page.getByRole('tab', { name: '로그인' }).waitFor()
  })

  test('[SEC2] the page broke no policy and threw nothing', () => {
    assert.deepEqual(app.complaints, [])
  })
})
