/** Files in a real window: pictures, films, sound, text, downloads, dragging out, and the files of a room. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { request as ask, createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, before, describe, test } from 'node:test'
import { type App, launchApp } from './harness/app.ts'
import { bombOf, type Dropper, logInDropper, pngOf, wavOf } from './harness/dropper.ts'
import { eventually } from './harness/eventually.ts'
import { digestOf } from './harness/files.ts'
import { afterTests, newFolder } from './harness/leftovers.ts'
import { clickNotification, type NotificationWatch, watchNotifications } from './harness/notifications.ts'
import { ada, grace, isIn, openDirect, openRoom, signUp } from './harness/people.ts'
import { startServerProcess } from './harness/server.ts'
import {
  dragOver,
  focus,
  hasKeyboard,
  hide,
  letGo,
  place,
  placeOf,
  pull,
  windowState,
} from './harness/window.ts'

/** The desktop tells programs of a dragged file by its path; without a locale that is there, Chromium reads ASCII only in it. */
const writesHangul = { LC_ALL: 'C.UTF-8', LANGUAGE: 'en_US' }

describe('files are shown and saved', () => {
  let app: App
  let gracesApp: App
  let dropper: Dropper
  let daemon: NotificationWatch
  let downloads: string
  let between: Between
  const asked: string[] = []

  before(async () => {
    const server = await startServerProcess()
    between = await standBetween(server.url)
    daemon = await watchNotifications()
    app = await signUp(ada, { serverUrl: between.url, env: writesHangul })
    gracesApp = await signUp(grace, { serverUrl: server.url, env: writesHangul })
    await openDirect(gracesApp, ada)
    dropper = await logInDropper(server.url, grace.username, 'correct horse battery')
    downloads = await newFolder('downloads')
    await app.electron.evaluate(({ app }, folder) => app.setPath('downloads', folder), downloads)
    app.page.on('request', request => asked.push(request.url()))
    await watchSystem(app)
    await focus(app)
  })

  afterEach(async () => {
    // What a failed test left open, or held, would be in the way of the next.
    Object.assign(between, { breakAfter: null, mayChange: false }).letOn()
    if (await app.page.getByRole('dialog').isVisible()) await app.page.keyboard.press('Escape')
  })

  const log = () => app.page.getByRole('log')
  const lobby = () => dropper.rooms.Lobby!
  const card = (name: string) => log().getByRole('region', { name, exact: true })
  const save = (name: string) =>
    card(name)
      .getByRole('button', { name: `Save ${name}` })
      .click()
  const isSaved = (name: string) => card(name).getByText('Saved').waitFor()
  const picture = (name: string) =>
    log()
      .locator('figure')
      .filter({ has: app.page.getByRole('button', { name: `Show ${name}` }) })
  const isShown = (name: string, width: number) =>
    eventually(async () => {
      const image = picture(name).locator('img').last()
      assert.equal(await image.evaluate((image: HTMLImageElement) => image.naturalWidth), width)
    })
  const file = (name: string, bytes: Buffer, type = 'application/octet-stream') => ({ name, type, bytes })

  test('[FILE57] a picture has its place before it is there, and is shown in it', async () => {
    await openRoom(app, 'Lobby')
    await dropper.drop(lobby(), [
      { ...file('red.png', pngOf(800, 600, [200, 30, 30]), 'image/png'), width: 800, height: 600 },
    ])
    const picture = log().getByRole('button', { name: 'Show red.png' })
    await picture.waitFor()
    const { width, height } = (await picture.boundingBox())!
    assert.deepEqual([Math.round(width), Math.round(height)], [420, 315])
    await eventually(async () => {
      const natural = await picture.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
      assert.equal(natural, 800)
    })
    const after = (await picture.boundingBox())!
    assert.deepEqual([after.width, after.height], [width, height])
  })

  test('[FILE57] the view stays at the newest post, whatever comes with posts and how late', async () => {
    const isAtEnd = () =>
      eventually(async () => {
        const rest = await log().evaluate(view => view.scrollHeight - view.scrollTop - view.clientHeight)
        assert.ok(rest <= 8, `${rest} pixels from the end`)
      })
    for (let round = 0; round < 6; round++) {
      const lines = Array.from({ length: 3 + 4 * round }, (_, n) => `line ${n} of ${round}`)
      const text = file(`notes ${round}.txt`, Buffer.from(lines.join('\n')), 'text/plain')
      const picture = file(`wide ${round}.png`, pngOf(900, 500, [40, 40 * round, 90]), 'image/png')
      await dropper.drop(lobby(), [text], `text ${round}`)
      await dropper.drop(lobby(), [{ ...picture, ...(round % 2 ? { width: 900, height: 500 } : {}) }])
      await log().getByText(`text ${round}`, { exact: true }).waitFor()
    }
    await log().getByRole('button', { name: 'Show wide 5.png' }).waitFor()
    await isAtEnd()
    await app.page.waitForTimeout(500)
    await isAtEnd()
    assert.equal(await app.page.getByRole('button', { name: /new messages?$/ }).count(), 0)
  })

  test('[FILE58] several stand as a gallery; the lightbox goes through them by key, zooms, and gives the focus back', async () => {
    const colours: [number, number, number][] = [
      [200, 30, 30],
      [30, 200, 30],
      [30, 30, 200],
    ]
    await dropper.drop(
      lobby(),
      colours.map((colour, at) => ({
        ...file(`사진 ${at + 1}.png`, pngOf(1_200, 900, colour), 'image/png'),
        ...{ width: 1_200, height: 900, thumbnail: pngOf(640, 480, colour) },
      })),
    )
    const second = log().getByRole('button', { name: 'Show 사진 2.png' })
    await second.click()
    const lightbox = app.page.getByRole('dialog')
    const isAt = (name: string) =>
      eventually(async () => {
        const whole = lightbox.locator(`img[alt="${name}"]`)
        assert.equal(await whole.evaluate((image: HTMLImageElement) => image.naturalWidth), 1_200)
      })
    await isAt('사진 2.png')
    await lightbox.getByText('2 of 3').waitFor()
    await app.page.keyboard.press('ArrowRight')
    await isAt('사진 3.png')
    await app.page.keyboard.press('ArrowRight')
    await lightbox.getByText('3 of 3').waitFor()
    await app.page.keyboard.press('Home')
    await isAt('사진 1.png')
    const width = async () => (await lightbox.locator('img[alt="사진 1.png"]').boundingBox())!.width
    const fitted = await width()
    await app.page.keyboard.press('+')
    await eventually(async () => assert.ok((await width()) > fitted * 1.4))
    await app.page.keyboard.press('0')
    await eventually(async () => assert.equal(await width(), fitted))

    const box = async () => (await lightbox.locator('img[alt="사진 1.png"]').boundingBox())!
    const { mouse } = app.page
    const stage = (await lightbox.locator('.lightbox-stage').boundingBox())!
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2]
    const isScaled = (by: number) =>
      eventually(async () => assert.ok(Math.abs((await width()) / fitted - by) < 0.01, `${await width()}`))
    await mouse.move(x, y)
    await mouse.wheel(0, -300)
    await isScaled(Math.E)
    await mouse.dblclick(x, y)
    await isScaled(1)
    await mouse.dblclick(x, y)
    await isScaled(2)
    const from = await box()
    await mouse.down()
    await mouse.move(x + 40, y + 30, { steps: 4 })
    await mouse.up()
    await eventually(async () => {
      const to = await box()
      assert.deepEqual([to.x - from.x, to.y - from.y].map(Math.round), [40, 30])
    })
    const press = (name: string) => lightbox.getByRole('button', { name, exact: true }).click()
    await press('Zoom in')
    await isScaled(3)
    await press('Zoom out')
    await isScaled(2)
    await press('Fit to the window')
    await isScaled(1)
    await press('Next')
    await isAt('사진 2.png')
    await press('Previous')
    await isAt('사진 1.png')
    await app.page.keyboard.press('Escape')
    await lightbox.waitFor({ state: 'detached' })
    await eventually(async () =>
      assert.match(
        (await app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? '',
        /사진 2/,
      ),
    )
  })

  test('[FILE59] a recording is sought in: only what is played is loaded', async () => {
    await dropper.drop(lobby(), [file('silence.wav', wavOf(150), 'audio/wav')])
    const player = log().locator('audio[aria-label="silence.wav"]')
    await player.waitFor()
    const ranges = between.ranges.length
    await player.evaluate(async (audio: HTMLAudioElement) => {
      audio.muted = true
      await audio.play()
      audio.currentTime = 130
    })
    await eventually(async () => {
      const [at, isSeeking] = await player.evaluate((audio: HTMLAudioElement) => [
        audio.currentTime,
        audio.seeking,
      ])
      assert.ok(Number(at) > 130 && !isSeeking, `at ${at}`)
    })
    const starts = between.ranges.slice(ranges).map(range => Number(/^bytes=(\d+)-/.exec(range)?.[1]))
    assert.ok(
      starts.some(start => start > 20_000_000),
      `asked for ${starts}`,
    )
    await player.evaluate((audio: HTMLAudioElement) => audio.pause())
  })

  test('[FILE60] one click saves a file whole, and says where it is', async () => {
    const bytes = randomBytes(3_000_000)
    await dropper.drop(lobby(), [file('보고서 최종.hwp', bytes)], 'the report')
    await save('보고서 최종.hwp')
    await isSaved('보고서 최종.hwp')
    assert.ok((await readFile(join(downloads, '보고서 최종.hwp'))).equals(bytes))
    await card('보고서 최종.hwp').getByRole('button', { name: 'Show in folder' }).waitFor()
  })

  test('[FILE60] a download is followed at the app, paused, gone on with, opened, shown and cancelled', async () => {
    const bytes = randomBytes(3_000_000)
    await dropper.drop(lobby(), [file('long.dat', bytes), file('unwanted.bin', bytes.subarray(1))])
    const press = (name: string, of = 'long.dat') =>
      card(of).getByRole('button', { name, exact: true }).click()
    const arrives = (name: string, least: number) =>
      eventually(async () => assert.ok((await stat(join(downloads, `${name}.part`))).size >= least))
    const progress = async () => (await askedOfSystem(app)).progress.at(-1)!

    between.holdAfter = 1_000_000
    await save('long.dat')
    await arrives('long.dat', 1_000_000)
    between.letOn(2_000_000)
    await arrives('long.dat', 2_000_000)
    await eventually(async () => assert.ok((await progress()) > 0.3 && (await progress()) < 0.9))
    await press('Pause')
    await card('long.dat')
      .getByText(/^Paused at [67]\d%$/)
      .waitFor()
    await eventually(async () => assert.equal(await progress(), -1))
    between.letOn()
    const ranges = between.ranges.length
    await press('Go on')
    await isSaved('long.dat')
    assert.ok((await readFile(join(downloads, 'long.dat'))).equals(bytes))
    assert.match(between.ranges.slice(ranges).join(), /^bytes=2\d{6}-$/)
    await eventually(async () => assert.equal(await progress(), -1))
    await press('Show in folder')
    await card('long.dat').getByText('Saved').click()
    const path = join(downloads, 'long.dat')
    await eventually(async () => {
      const { opened, shown } = await askedOfSystem(app)
      assert.deepEqual([opened.at(-1), shown.at(-1)], [path, path])
    })

    between.holdAfter = 1_000_000
    await save('unwanted.bin')
    await arrives('unwanted.bin', 1_000_000)
    await press('Cancel', 'unwanted.bin')
    await card('unwanted.bin').getByRole('button', { name: 'Save unwanted.bin' }).waitFor()
    await eventually(async () =>
      assert.deepEqual(
        (await readdir(downloads)).filter(name => name.startsWith('unwanted')),
        [],
      ),
    )
    between.letOn()
  })

  test('[FILE60] "save all" brings what is not saved yet, and is for several only', async () => {
    const [one, two] = [randomBytes(20_000), randomBytes(30_000)]
    await dropper.drop(lobby(), [file('첫째.bin', one), file('둘째.bin', two)], 'two of them')
    await save('첫째.bin')
    await isSaved('첫째.bin')
    const post = log().locator('article', { hasText: 'two of them' })
    await post.getByRole('button', { name: 'Save all (30 kB)' }).click()
    await isSaved('둘째.bin')
    assert.equal(await post.getByRole('button', { name: /^Save all/ }).count(), 0)
    const saved = (await readdir(downloads)).filter(name => /째/.test(name))
    assert.deepEqual(saved.sort(), ['둘째.bin', '첫째.bin'])
    assert.ok((await readFile(join(downloads, '둘째.bin'))).equals(two))

    const actions = async (words: string) => {
      await log()
        .locator('article', { hasText: words })
        .click({ button: 'right', position: { x: 400, y: 12 } })
      const entries = app.page.getByRole('menuitem')
      await entries.filter({ hasText: 'Copy link' }).waitFor()
      const names = await entries.allInnerTexts()
      await app.page.keyboard.press('Escape')
      await entries.first().waitFor({ state: 'detached' })
      return names.filter(name => /^Save all/.test(name))
    }
    assert.deepEqual(await actions('two of them'), [])
    await dropper.drop(lobby(), [file('alone.bin', one)], 'one of them')
    await card('alone.bin').waitFor()
    assert.deepEqual(await actions('one of them'), [])
    await dropper.drop(lobby(), [file('셋째.bin', one), file('넷째.bin', two)], 'both of them')
    await card('넷째.bin').waitFor()
    assert.deepEqual(await actions('both of them'), ['Save all (50 kB)'])
  })

  test('[FILE62] a download that breaks goes on where it was', async () => {
    const bytes = randomBytes(8_000_000)
    await dropper.drop(lobby(), [file('broken off.bin', bytes)])
    between.breakAfter = 2_000_000
    const ranges = between.ranges.length
    await save('broken off.bin')
    await isSaved('broken off.bin')
    assert.ok((await readFile(join(downloads, 'broken off.bin'))).equals(bytes))
    assert.ok(between.ranges.slice(ranges).some(range => /^bytes=\d{6,}-$/.test(range)))
  })

  test('[FILE63] a file that arrives otherwise than it was sent is removed, and that is said', async () => {
    const bytes = randomBytes(500_000)
    await dropper.drop(lobby(), [file('changed.bin', bytes)])
    between.mayChange = true
    await save('changed.bin')
    await card('changed.bin').getByText('What arrived is not what was sent. It was removed.').waitFor()
    assert.deepEqual(
      (await readdir(downloads)).filter(name => name.startsWith('changed')),
      [],
    )
    between.mayChange = false
    await card('changed.bin').getByRole('button', { name: 'Try again' }).click()
    await isSaved('changed.bin')
    assert.ok((await readFile(join(downloads, 'changed.bin'))).equals(bytes))
  })

  test('[FILE63] why a picture was not saved stands below it; once it is, it can be opened there', async () => {
    const bytes = pngOf(640, 360, [90, 60, 160])
    await dropper.drop(lobby(), [{ ...file('kept.png', bytes, 'image/png'), width: 640, height: 360 }])
    await isShown('kept.png', 640)
    between.mayChange = true
    await picture('kept.png').hover()
    await picture('kept.png').getByRole('button', { name: 'Save kept.png' }).click()
    await card('kept.png').getByRole('alert').getByText('What arrived is not what was sent.').waitFor()
    between.mayChange = false
    await card('kept.png').getByRole('button', { name: 'Try again' }).click()
    await card('kept.png').waitFor({ state: 'detached' })
    await picture('kept.png').hover()
    await picture('kept.png').getByText('Saved').waitFor()
    assert.ok((await readFile(join(downloads, 'kept.png'))).equals(bytes))
    await picture('kept.png').getByRole('button', { name: 'Open' }).click()
    await picture('kept.png').getByRole('button', { name: 'Show in folder' }).click()
    const path = join(downloads, 'kept.png')
    await eventually(async () => {
      const { opened, shown } = await askedOfSystem(app)
      assert.deepEqual([opened.at(-1), shown.at(-1)], [path, path])
    })
  })

  test('[FILE61] names that mean something else to a system are plain names in the folder', async () => {
    const sent = await dropper.drop(lobby(), [file('con.exe\u202egpj', Buffer.from('x'))])
    const { name } = sent.attachments![0]!
    await save(name)
    await isSaved(name)
    assert.ok((await stat(join(downloads, name))).isFile())
  })

  test('[FILE85] a file is dragged out of the app with the mouse, into another program, byte for byte', async () => {
    const [bytes, late] = [randomBytes(40_000), randomBytes(4_000_000)]
    await openRoom(gracesApp, 'Lobby')
    await dropper.drop(lobby(), [file('끌어낸 파일.bin', bytes), file('늦은 파일.bin', late)])
    await card('늦은 파일.bin').waitFor()
    const before = await placeOf(app)
    await place(app, { x: 0, y: 0, width: 780, height: 900 })
    await place(gracesApp, { x: 800, y: 0, width: 780, height: 900 })
    const gracesLog = gracesApp.page.getByRole('log')
    const sign = gracesApp.page.locator('.drop-target-over')
    const tray = gracesApp.page.getByRole('list', { name: 'Files to send' })
    const isInTray = (name: string) =>
      eventually(
        async () => assert.deepEqual(await tray.locator('.file-name').allTextContents(), [name]),
        15_000,
      )
    const button = (name: string) => card(name).getByRole('button', { name }).first()

    await dragOver(app, button('끌어낸 파일.bin'), gracesApp, gracesLog, sign)
    await isInTray('끌어낸 파일.bin')
    await gracesApp.page.getByRole('textbox', { name: 'Message' }).press('Enter')
    await eventually(async () => {
      const { attachments } = (await dropper.newest(lobby()))!
      assert.deepEqual(
        attachments?.map(({ name, sha256 }) => [name, sha256]),
        [['끌어낸 파일.bin', digestOf(bytes)]],
      )
    })

    // What does not come at once says so; let go early, it can be taken as soon as it is there.
    between.holdAfter = 1_000_000
    const getsReady = card('늦은 파일.bin').getByText('Getting it ready. Keep holding.')
    await pull(app, button('늦은 파일.bin'), getsReady)
    await letGo()
    between.letOn()
    await card('늦은 파일.bin').getByText('It is ready now. Drag it again.').waitFor()
    await dragOver(app, button('늦은 파일.bin'), gracesApp, gracesLog, sign)
    await isInTray('늦은 파일.bin')
    await tray.getByRole('button', { name: /^Remove/ }).click()
    await openDirect(gracesApp, ada)
    await place(app, before)
    await focus(app)
  })

  test('[FILE85] a picture that stands alone in the window, and a film, are dragged out; what is too large says so', async () => {
    await dropper.drop(lobby(), [
      { ...file('alone.png', pngOf(300, 200, [10, 90, 90]), 'image/png'), width: 300, height: 200 },
      { ...file('huge.mp4', Buffer.alloc(104_857_601), 'video/mp4'), width: 640, height: 360 },
    ])
    await isShown('alone.png', 300)
    await picture('alone.png').getByRole('button', { name: 'Show alone.png' }).click()
    const whole = app.page.getByRole('dialog').locator('img[alt="alone.png"]')
    await whole.waitFor()
    const before = await placeOf(app)
    await place(app, { x: 0, y: 0, width: 780, height: 900 })
    const gracesLog = gracesApp.page.getByRole('log')
    await dragOver(app, whole, gracesApp, gracesLog, gracesApp.page.locator('.drop-target-over'))
    const tray = gracesApp.page.getByRole('list', { name: 'Files to send' })
    await tray.getByText('alone.png').waitFor()
    await tray.getByRole('button', { name: /^Remove/ }).click()
    await place(app, before)
    await focus(app)
    await app.page.keyboard.press('Escape')

    const tooLarge = card('huge.mp4').getByText('It is too large to be dragged. Save it first')
    await pull(app, log().getByRole('button', { name: 'Play huge.mp4' }), tooLarge)
    await letGo()
  })

  test('[FILE86] a picture with more pixels than there is memory for is a file, whatever its message says', async () => {
    const bomb = bombOf(30_000, 30_000)
    assert.ok(bomb.length < 200_000)
    const told = { width: 30_000, height: 30_000 }
    await dropper.drop(lobby(), [{ ...file('told.png', bomb, 'image/png'), ...told }])
    await dropper.drop(lobby(), [{ ...file('untold.png', bomb, 'image/png'), width: 300, height: 200 }])
    await dropper.drop(lobby(), [{ ...file('good.png', pngOf(300, 200, [9, 9, 9]), 'image/png') }])
    await isShown('good.png', 300)
    await card('told.png').waitFor()
    await card('untold.png').getByText('It could not be shown.').waitFor()
    assert.equal(await log().locator('img[alt$="told.png"]').count(), 0)

    // With a thumbnail it is shown by that, and alone in the window no more of it is.
    const small = { ...told, thumbnail: pngOf(64, 64, [200, 90, 10]) }
    await dropper.drop(lobby(), [{ ...file('thumbed.png', bomb, 'image/png'), ...small }])
    await isShown('thumbed.png', 64)
    await picture('thumbed.png').getByRole('button', { name: 'Show thumbed.png' }).click()
    await app.page.getByRole('dialog').getByText('It could not be shown.').waitFor()
    await app.page.keyboard.press('Escape')
  })

  test('[FILE56] drawings and pages never run, and are only files', async () => {
    const script = 'document.title="taken"; fetch("http://127.0.0.1:9/")'
    await dropper.drop(lobby(), [
      file(
        'drawing.svg',
        Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script></svg>`),
        'image/svg+xml',
      ),
      file('page.html', Buffer.from(`<script>${script}</script>`), 'text/html'),
      file('picture.png', Buffer.from(`<html><script>${script}</script>`), 'image/png'),
    ])
    await card('drawing.svg').waitFor()
    await card('page.html').waitFor()
    await card('picture.png').getByText('It could not be shown.').waitFor()
    assert.doesNotMatch(await app.page.title(), /taken/)
    assert.equal(await log().locator('svg script, iframe, object, embed').count(), 0)
    assert.deepEqual(
      asked.filter(url => url.includes(':9/')),
      [],
    )
  })

  test('[FILE57] a picture that cannot be drawn is a file with its name and size, that can be saved', async () => {
    const torn = Buffer.concat([pngOf(800, 600, [1, 2, 3]), randomBytes(30_000)])
    // It says how large it is, and then that a pixel has 99 bits.
    torn[24] = 99
    const good = pngOf(300, 200, [30, 120, 60])
    await dropper.drop(lobby(), [
      { ...file('torn.png', torn, 'image/png'), width: 800, height: 600 },
      { ...file('beside it.png', good, 'image/png'), width: 300, height: 200 },
    ])
    await isShown('beside it.png', 300)
    await card('torn.png').getByText('It could not be shown.').waitFor()
    await card('torn.png')
      .getByText(/3\d kB/)
      .waitFor()
    await card('torn.png').getByRole('button', { name: 'Try again' }).click()
    await card('torn.png').getByText('It could not be shown.').waitFor()
    await save('torn.png')
    await isSaved('torn.png')
    assert.ok((await readFile(join(downloads, 'torn.png'))).equals(torn))
  })

  test('[FILE56] a text shows its first lines', async () => {
    const lines = Array.from({ length: 50 }, (_, at) => `const line${at} = '한글 ${at}'`).join('\n')
    await dropper.drop(lobby(), [file('code.ts', Buffer.from(lines), 'text/plain')])
    await card('code.ts').getByText("'한글 3'").waitFor()
    await card('code.ts').getByRole('button', { name: 'Show more' }).click()
    await card('code.ts').getByText("'한글 49'").waitFor()
    await card('code.ts').getByRole('button', { name: 'Show less' }).click()
    await card('code.ts').getByText("'한글 49'").waitFor({ state: 'detached' })
    await card('code.ts').getByRole('button', { name: 'Hide what is in it' }).click()
    await card('code.ts').getByText("'한글 3'").waitFor({ state: 'detached' })
  })

  test('[FILE65] a dropped file is told at the system, and a click leads to it', async () => {
    await openDirect(app, grace)
    await hide(app)
    await eventually(async () => assert.equal((await windowState(app)).visible, false))
    await dropper.drop(lobby(), [file('report.pdf', randomBytes(12_000_000), 'application/pdf')])
    await eventually(() =>
      assert.deepEqual(
        daemon.displayed().map(({ body }) => body),
        ['Grace Hopper dropped report.pdf, 12 MB'],
      ),
    )
    await clickNotification()
    await app.page.getByRole('log', { name: 'Lobby' }).waitFor()
    await card('report.pdf').waitFor()
    await eventually(async () => assert.ok(await hasKeyboard(app)))
    await card('report.pdf')
      .getByRole('button', { name: /report\.pdf\s*PDF, 12 MB/ })
      .waitFor()
    assert.equal(await card('report.pdf').locator('.file-icon-red').innerText(), 'PDF')
  })

  test('[FILE66] the end of a download is told while nobody looks, with its way to the folder', async () => {
    await focus(gracesApp)
    await eventually(async () => assert.equal((await windowState(app)).focused, false))
    await save('report.pdf')
    await eventually(() => assert.equal(daemon.displayed()[0]?.summary, 'report.pdf'))
    await clickNotification()
    await eventually(async () =>
      assert.equal((await askedOfSystem(app)).shown.at(-1), join(downloads, 'report.pdf')),
    )
    await focus(app)
  })

  test('[FILE67] the panel of a room lists its files, by name and by kind, and leads to their posts', async () => {
    await app.page.getByRole('button', { name: 'Show details' }).click()
    const files = app.page.getByRole('list', { name: 'Files' })
    await files.getByText('report.pdf').waitFor()
    await app.page.getByRole('searchbox', { name: 'Search by name' }).fill('보고')
    await eventually(async () => assert.equal(await files.getByRole('listitem').count(), 1))
    await app.page.getByRole('searchbox', { name: 'Search by name' }).fill('ㅂㄱㅅ')
    await eventually(async () => assert.equal(await files.getByRole('listitem').count(), 1))
    await files.getByRole('listitem').hover()
    await files.getByRole('button', { name: 'Go to the message' }).click()
    await app.page.locator('.post-lit').getByText('the report').waitFor()
    await app.page.getByRole('searchbox', { name: 'Search by name' }).fill('')
    await app.page.getByRole('button', { name: 'Pictures', exact: true }).click()
    await files.getByText('사진 3.png').waitFor()
    await eventually(async () => assert.equal(await files.getByText('report.pdf').count(), 0))
  })

  test('[FILE68] the sender in a direct room sees when it was received', async () => {
    const room = dropper.rooms[ada.displayName]!
    await openDirect(app, grace)
    await dropper.drop(room, [file('for ada.bin', randomBytes(10_000))])
    const sent = gracesApp.page.getByRole('log').locator('article', { hasText: 'for ada.bin' })
    await sent.waitFor()
    assert.equal(await sent.getByText(/^Received /).count(), 0)
    await save('for ada.bin')
    await sent.getByText(/^Received /).waitFor()
  })

  test('[FILE62] a download goes on by itself after the app was killed', async () => {
    const bytes = randomBytes(6_000_000)
    await openRoom(app, 'Lobby')
    await dropper.drop(lobby(), [file('killed.bin', bytes)])
    between.holdAfter = 2_000_000
    await save('killed.bin')
    await card('killed.bin')
      .getByText(/^Saving, /)
      .waitFor()
    await eventually(async () =>
      assert.ok((await stat(join(downloads, 'killed.bin.part'))).size >= 2_000_000),
    )
    const { profileDir } = app
    await app.kill9()
    between.holdAfter = null
    const ranges = between.ranges.length
    app = await launchApp({ profileDir, serverUrl: between.url })
    await eventually(async () => assert.ok((await readFile(join(downloads, 'killed.bin'))).equals(bytes)))
    assert.match(between.ranges.slice(ranges).join(), /bytes=\d{7,}-/)
    await isIn(app)
    await isSaved('killed.bin')
  })

  test('[SEC2] the page broke no policy and threw nothing', () => {
    const real = app.complaints.filter(words => !/Failed to load resource/.test(words))
    assert.deepEqual(real, [])
  })
})

type Asked = { opened: string[]; shown: string[]; progress: number[] }

/** Writes down what the app asks of the system, which on a machine for tests has nothing to open files with. */
async function watchSystem({ electron }: App): Promise<void> {
  await electron.evaluate(({ shell, BrowserWindow }) => {
    const asked: Asked = { opened: [], shown: [], progress: [] }
    Object.assign(globalThis, { asked })
    shell.openPath = async path => {
      asked.opened.push(path)
      return ''
    }
    shell.showItemInFolder = path => void asked.shown.push(path)
    BrowserWindow.getAllWindows()[0]!.setProgressBar = part => void asked.progress.push(part)
  })
}

function askedOfSystem({ electron }: App): Promise<Asked> {
  return electron.evaluate(() => (globalThis as unknown as { asked: Asked }).asked)
}

type Between = {
  url: string
  /** What was asked for of files, in the order of asking. */
  ranges: string[]
  /** The next answer with bytes breaks off after so many. */
  breakAfter: number | null
  /** The next answer with bytes brings no more after so many. */
  holdAfter: number | null
  /** What it held comes now, and all that follows, or up to so many bytes. */
  letOn(until?: number): void
  /** A bit of each file is turned over on the way. */
  mayChange: boolean
}

/** A line to the server that can be bad. */
async function standBetween(serverUrl: string): Promise<Between> {
  const { hostname, port } = new URL(serverUrl)
  const held = new Set<IncomingMessage>()
  const line: Between = {
    ...{ url: '', ranges: [], breakAfter: null, holdAfter: null, mayChange: false },
    letOn(until) {
      line.holdAfter = until ?? null
      for (const answer of held) answer.resume()
      held.clear()
    },
  }
  const server: Server = createServer((incoming, outgoing) => {
    const isFile = /\/attachments\/[0-9a-f-]{36}$/.test(incoming.url ?? '') && incoming.method === 'GET'
    if (isFile && incoming.headers.range) line.ranges.push(incoming.headers.range)
    const { url: path, method, headers } = incoming
    const onward = ask({ hostname, port, path, method, headers }, answer => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      let seen = 0
      answer.on('data', (chunk: Buffer) => {
        const bytes = Buffer.from(chunk)
        if (isFile && line.mayChange && seen === 0) bytes[0]! ^= 1
        seen += bytes.length
        outgoing.write(bytes)
        if (isFile && line.holdAfter !== null && seen >= line.holdAfter) held.add(answer.pause())
        if (isFile && line.breakAfter !== null && seen >= line.breakAfter) {
          line.breakAfter = null
          answer.pause()
          setTimeout(() => outgoing.destroy(), 50)
        }
      })
      answer.on('end', () => outgoing.end())
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  server.on('upgrade', (incoming, socket) => {
    const onward = ask({ hostname, port, path: incoming.url, headers: incoming.headers })
    onward.on('upgrade', (answer, other) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`)
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
      other.pipe(socket).pipe(other)
      other.on('error', () => socket.destroy())
      socket.on('error', () => other.destroy())
    })
    onward.on('error', () => socket.destroy())
    onward.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterTests(async () => {
    server.closeAllConnections()
    server.close()
  })
  line.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return line
}
