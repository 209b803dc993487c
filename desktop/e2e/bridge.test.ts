/** The wall between the page and the system: what the bridge lets through, and what it refuses; and the window. */
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type App, launchApp, startApp } from './harness/app.ts'
import { onDesk } from './harness/desk.ts'
import { eventually } from './harness/eventually.ts'
import { focus, hasKeyboard, minimize, type Place, placeOf, windowState } from './harness/window.ts'

/** Asks as a page could that was taken over, without our types. */
const ask = ({ page }: App, ...asked: [name: string, request?: unknown]) =>
  page.evaluate(asked => (window.bridge.ask as (...asked: unknown[]) => Promise<unknown>)(...asked), asked)

describe('the wall between the page and the system, and the window', () => {
  let ada: App
  let placed: Place

  before(async () => {
    ada = await launchApp()
  })

  test('speaks as the system does', async () => {
    await ada.page.getByRole('tab', { name: 'Log in' }).waitFor()
    await menusSpeak(ada, 'en')
  })

  test('[BRI1] the page has the bridge, and nothing of Node or Electron', async () => {
    const seen = await ada.page.evaluate(() => ({
      bridge: Object.keys(window.bridge).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter(name => name in window),
      origin: location.origin,
      secure: isSecureContext,
    }))
    assert.deepEqual(seen, { bridge: ['ask', 'on'], node: [], origin: 'app://chatter', secure: true })
  })

  test('[BRI2] what is listed is answered; what is not, or malformed, is refused', async () => {
    assert.equal(((await ask(ada, 'environment:read')) as { platform: string }).platform, process.platform)
    await assert.rejects(ask(ada, 'shell:run', { command: 'true' }), /no such request/)
    await assert.rejects(ask(ada, 'constructor'), /no such request/)
    await assert.rejects(ask(ada, 'badge:show', { count: 'many' }), /malformed/)
    await assert.rejects(ask(ada, 'secret:read'), /malformed/)
  })

  test('[BRI3] a frame inside the page has no bridge', async () => {
    const inFrame = await ada.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      const found = 'bridge' in frame.contentWindow!
      frame.remove()
      return found
    })
    assert.equal(inFrame, false)
  })

  test('[SEC2] nothing runs that is not ours: no inline script, no eval, no foreign picture', async () => {
    const ran = await ada.page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.inlineRan = true'
      document.body.append(script)
      const picture = new Image()
      const loads = new Promise(resolve => {
        picture.onload = () => resolve(true)
        picture.onerror = () => resolve(false)
      })
      picture.src = 'https://127.0.0.1:9/x.png'
      const ownPicture = new Image()
      const ownLoads = new Promise(resolve => {
        ownPicture.onload = () => resolve(true)
        ownPicture.onerror = () => resolve(false)
      })
      ownPicture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='
      return { inline: 'inlineRan' in window, foreign: await loads, own: await ownLoads }
    })
    assert.deepEqual(ran, { inline: false, foreign: false, own: true })
    const policy = await ada.page.evaluate(async () =>
      (await fetch(location.href)).headers.get('content-security-policy'),
    )
    assert.match(policy ?? '', /script-src 'self';/)
  })

  test('[SEC3] the page stays where it is, opens no window, and gets no permission that it does not need', async () => {
    const before = ada.page.url()
    const tried = await ada.page.evaluate(async () => {
      location.href = 'https://127.0.0.1:9/'
      const opened = window.open('file:///etc/passwd')
      const granted = async (name: string) =>
        (await navigator.permissions.query({ name: name as PermissionName })).state === 'granted'
      await new Promise(resolve => setTimeout(resolve, 300))
      return {
        opened: opened !== null,
        geolocation: await granted('geolocation'),
        microphone: await granted('microphone'),
        copying: await granted('clipboard-write'),
      }
    })
    assert.deepEqual(tried, { opened: false, geolocation: false, microphone: false, copying: true })
    assert.equal(ada.page.url(), before)
    assert.equal(ada.electron.windows().length, 1)
  })

  test('[SEC4] a link of another kind than web or mail is not opened', async () => {
    await ada.electron.evaluate(({ shell }) => {
      Object.assign(globalThis, { links: [] })
      shell.openExternal = async url => void (globalThis as unknown as { links: string[] }).links.push(url)
    })
    await ask(ada, 'link:open', { url: 'https://example.org/x' })
    await assert.rejects(ask(ada, 'link:open', { url: 'file:///etc/passwd' }), /Only http/)
    await ada.page.evaluate(() => void window.open('https://example.org/y'))
    const opened = () => ada.electron.evaluate(() => (globalThis as unknown as { links: string[] }).links)
    await eventually(async () =>
      assert.deepEqual(await opened(), ['https://example.org/x', 'https://example.org/y']),
    )
  })

  test('[SEC5] a secret survives a crash, and only the person can read its file', async () => {
    const name = 'http://127.0.0.1:9'
    await ask(ada, 'secret:write', { name, value: 'token 토큰' })
    await ask(ada, 'secret:write', { name: 'other', value: 'x' })
    await ada.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 210, y: 120, width: 900, height: 640 }),
    )
    await ask(ada, 'language:choose', { language: 'ko' })
    await ask(ada, 'theme:choose', { theme: 'dark' })
    const { profileDir } = ada
    // Where the window is, is written a moment after its last move.
    await eventually(async () => {
      const settings = JSON.parse(readFileSync(join(profileDir, 'settings.json'), 'utf8'))
      placed = await placeOf(ada)
      assert.equal(placed.width, 900)
      assert.deepEqual(settings.window, { ...placed, maximized: false })
    })
    await ada.kill9()
    ada = await launchApp({ profileDir })
    assert.equal(await ask(ada, 'secret:read', { name }), 'token 토큰')
    const file = join(profileDir, 'secrets.json')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const { secretsAreEncrypted } = (await ask(ada, 'environment:read')) as { secretsAreEncrypted: boolean }
    assert.equal(/"plain:/.test(readFileSync(file, 'utf8')), !secretsAreEncrypted)
    await ask(ada, 'secret:delete', { name })
    assert.equal(await ask(ada, 'secret:read', { name }), null)
    assert.equal(await ask(ada, 'secret:read', { name: 'other' }), 'x')
  })

  test('after a crash it opens where and as it was, with the language and theme that were chosen', async () => {
    await eventually(async () => assert.deepEqual(await placeOf(ada), placed))
    assert.equal(((await ask(ada, 'environment:read')) as { theme: string }).theme, 'dark')
    assert.ok(await ada.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
    await menusSpeak(ada, 'ko')
    await ask(ada, 'language:choose', { language: 'system' })
    await menusSpeak(ada, 'en')
  })

  test('[BRI4] a second app of the same profile ends, and leads the first to its link', async () => {
    const heard = ada.page.evaluate(
      () => new Promise(resolve => window.bridge.on('destination:opened', resolve)),
    )
    await minimize(ada)
    const second = await startApp({
      profileDir: ada.profileDir,
      args: ['chatter://127.0.0.1:9/rooms/4/17'],
    })
    assert.equal(await second.exited, 0)
    assert.deepEqual(await heard, { serverUrl: 'http://127.0.0.1:9', roomId: 4, seq: 17 })
    await eventually(async () => assert.deepEqual(await windowState(ada), { focused: true, visible: true }))
    await eventually(async () => assert.ok(await hasKeyboard(ada)))
  })

  test('a machine that wakes up at its lock screen has nobody at it until it is unlocked', async () => {
    await eventually(async () => {
      const isWatched = await ada.electron.evaluate(
        ({ powerMonitor }) => powerMonitor.listenerCount('resume') > 0,
      )
      assert.ok(isWatched)
    })
    await ada.electron.evaluate(({ powerMonitor }) => {
      powerMonitor.getSystemIdleTime = () => 0
      powerMonitor.emit('unlock-screen')
    })
    await ada.page.evaluate(() => {
      const heard: boolean[] = []
      Object.assign(window, { heard })
      window.bridge.on('idle:changed', ({ idle }) => heard.push(idle))
    })
    const afterwards = async (events: string[], wanted: boolean[]) => {
      await ada.electron.evaluate(({ powerMonitor }, events) => {
        for (const event of events) powerMonitor.emit(event)
      }, events)
      const heard = () => ada.page.evaluate(() => (window as unknown as { heard: boolean[] }).heard)
      await eventually(async () => assert.deepEqual(await heard(), wanted))
    }
    await afterwards(['lock-screen', 'suspend', 'resume'], [true])
    await afterwards(['unlock-screen'], [true, false])
    await afterwards(['suspend', 'resume'], [true, false, true, false])
  })

  test('a crashed page starts again', async () => {
    const loaded = ada.page.waitForEvent('domcontentloaded').catch(() => undefined)
    await ada.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
    )
    await loaded
    await isAlive()
  })

  test('one that crashes again at once is not left blank: the person is asked, and it starts again', async () => {
    const asked = await ada.electron.evaluate(async ({ BrowserWindow, dialog }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const crash = () => webContents.forcefullyCrashRenderer()
      const { promise, resolve } = Promise.withResolvers<object>()
      dialog.showMessageBox = (async (options: object) => {
        webContents.off('did-finish-load', crash)
        resolve(options)
        return { response: 0, checkboxChecked: false }
      }) as typeof dialog.showMessageBox
      webContents.on('did-finish-load', crash)
      crash()
      return promise
    })
    assert.deepEqual((asked as { buttons: string[] }).buttons, ['Reload', 'Quit Chatter'])
    await isAlive()
  })

  test('it opens where it was after it was closed, too, and follows the system to another language, until one is chosen', async () => {
    const { profileDir } = ada
    await ada.close()
    ada = await launchApp({ profileDir, env: { LANG: 'ko_KR.UTF-8', LANGUAGE: 'ko' } })
    await eventually(async () => assert.deepEqual(await placeOf(ada), placed))
    await ada.page.getByRole('tab', { name: '로그인' }).waitFor()
    await menusSpeak(ada, 'ko')
    await ask(ada, 'language:choose', { language: 'en' })
    await menusSpeak(ada, 'en')
    await ask(ada, 'language:choose', { language: 'system' })
    await menusSpeak(ada, 'ko')
  })

  test('closing it ends the app where no tray could call it back', async () => {
    await focus(ada)
    await eventually(async () => {
      // A desktop that is busy may lose a key; it is pressed again, but never to another window.
      if (await hasKeyboard(ada)) await onDesk('xdotool', 'key', 'alt+F4')
      await pause(500)
      assert.ok(ada.isGone())
    })
  })

  const isAlive = () =>
    eventually(async () => {
      const { visible } = await ada.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript('window.bridge.ask("window:read")'),
      )
      assert.equal(visible, true)
    })
})

const menus = {
  en: ['File', 'Edit', 'View', 'Go', 'Help'],
  ko: ['파일', '편집', '보기', '이동', '도움말'],
}

/** Waits until the app's menus speak this language. */
async function menusSpeak({ electron }: App, language: 'en' | 'ko') {
  const labels = () =>
    electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
  await eventually(async () => assert.deepEqual(await labels(), menus[language]))
}
