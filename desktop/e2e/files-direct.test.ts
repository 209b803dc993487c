/** Files that go straight from app to app, between two real windows: whole, cut, refused, kept and shown in place. */
import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { App } from './harness/app.ts'
import { launchApp } from './harness/app.ts'
import { waitLongForWays } from './harness/direct.ts'
import { noisePngOf } from './harness/dropper.ts'
import { eventually } from './harness/eventually.ts'
import { digestOf, makeFile, pick, recordFilm, type TestFile } from './harness/files.ts'
import { newFolder } from './harness/leftovers.ts'
import { ada, grace, isIn, openDirect, startPair, write } from './harness/people.ts'
import type { ServerProcess } from './harness/server.ts'

const megabyte = 1024 * 1024

describe('files from person to person', () => {
  let server: ServerProcess
  let adasApp: App
  let gracesApp: App
  let downloads: string
  let ranges: () => Promise<string[]>

  before(async () => {
    ;({ server, adasApp, gracesApp } = await startPair())
    await openDirect(adasApp, grace)
    await openDirect(gracesApp, ada)
    downloads = await newFolder('downloads')
    await prepare(gracesApp)
    await prepare(adasApp)
    ranges = await watchRanges(gracesApp)
    // Each knows that the other is there: beside their own presence stands that of the other.
    for (const { page } of [adasApp, gracesApp])
      await eventually(async () => assert.ok((await page.getByText('Online', { exact: true }).count()) >= 2))
  })

  /** Files end in a folder of the test's, a way may take its time, and the page's connections can be cut. */
  async function prepare(app: App) {
    await saveInto(app, downloads)
    await waitLongForWays(app)
    await app.page.evaluate(watchPeers)
  }

  const saveInto = ({ electron }: App, folder: string) =>
    electron.evaluate(({ app }, folder) => app.setPath('downloads', folder), folder)

  async function send(file: TestFile) {
    await pick(adasApp, file)
    await adasApp.page.getByRole('button', { name: 'Send', exact: true }).click()
  }

  const card = ({ page }: App, { name }: TestFile) =>
    page.getByRole('log').getByRole('region', { name, exact: true })
  const arrives = async (file: TestFile, app = gracesApp) => {
    await eventually(async () => assert.equal(await card(app, file).getByText('Saved').count(), 1), 90_000)
    assert.equal(digestOf(await readFile(join(downloads, file.name))), file.sha256)
    assert.deepEqual(
      (await readdir(downloads)).filter(name => name.startsWith(file.name.split('.')[0]!)),
      [file.name],
    )
  }
  const storedBytes = async () => {
    const folder = join(server.dataDir, 'files')
    const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    return all.filter(entry => entry.isFile()).length
  }
  const wentDirectly = async (file: TestFile) =>
    eventually(async () =>
      assert.equal(await card(adasApp, file).getByText('It went directly from person to person').count(), 1),
    )
  async function sendDirectly(name: string, size: number): Promise<TestFile> {
    const file = await makeFile(name, size)
    await send(file)
    await arrives(file)
    await wentDirectly(file)
    return file
  }
  /** What is there of files whose message has not come yet. */
  const unposted = () => readdir(join(gracesApp.profileDir, 'received')).catch(() => [])
  const incoming = ({ page }: App) => page.getByRole('list', { name: 'Files on their way to you' })

  /** The app is there again, with what it had. */
  async function restart(app: App): Promise<App> {
    const { profileDir, complaints } = app
    await app.close()
    const next = await launchApp({ profileDir, serverUrl: server.url })
    next.complaints.push(...complaints)
    await prepare(next)
    await isIn(next)
    return next
  }

  /** Its picture, whole, in the place that was kept for it. */
  async function pictureOf({ page }: App, name: string) {
    const button = page.getByRole('log').getByRole('button', { name: `Show ${name}` })
    await button.waitFor()
    const image = button.locator('img')
    const widthOf = (image: HTMLImageElement) => image.naturalWidth
    await eventually(async () => assert.equal(await image.evaluate(widthOf), 900))
    const { width, height } = (await button.boundingBox())!
    assert.deepEqual([width, height], [420, 280])
    return button
  }

  async function showsInPlace(app: App) {
    const { page } = app
    const log = page.getByRole('log')
    // By key: what is below it may still move.
    await (await pictureOf(app, 'sea.png')).press('Enter')
    const alone = page.getByRole('dialog').locator('img[alt="sea.png"]')
    await eventually(async () =>
      assert.equal(await alone.evaluate((image: HTMLImageElement) => image.naturalWidth), 900),
    )
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const cover = log.getByRole('button', { name: 'Play walk.webm' })
    await eventually(async () =>
      assert.equal(await cover.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth), 320),
    )
    await cover.press('Enter')
    await seeks(log.locator('video[aria-label="walk.webm"]'), 3)
    await seeks(log.locator('audio[aria-label="hum.wav"]'), 20)
    const open = log
      .getByRole('region', { name: 'log.txt' })
      .getByRole('button', { name: 'Show what is in it' })
    await open.press('Enter')
    await log.locator('.text-preview-text').getByText('the first line').first().waitFor()
  }

  /** It is played, and goes on at another place. */
  async function seeks(player: Locator, seconds: number) {
    await player.evaluate((media: HTMLMediaElement) => media.play())
    await player.evaluate((media: HTMLMediaElement, seconds) => {
      media.pause()
      media.currentTime = seconds
    }, seconds)
    await eventually(async () =>
      assert.deepEqual(
        await player.evaluate(({ currentTime, seeking, readyState }: HTMLMediaElement) => ({
          currentTime,
          seeking,
          isWaiting: readyState < 2,
        })),
        { currentTime: seconds, seeking: false, isWaiting: false },
      ),
    )
  }

  test('[FILE90] nothing comes directly from whom one never wrote to: it goes by the server', async () => {
    const file = await makeFile('stranger.bin', 2 * megabyte)
    await send(file)
    await card(gracesApp, file).waitFor()
    assert.equal(await storedBytes(), 1)
    assert.deepEqual([await unposted(), await readdir(downloads)], [[], []])
    await write(gracesApp, 'Go on')
    await adasApp.page.getByRole('log').getByText('Go on').waitFor()
  })

  test('[FILE75] a file goes straight to the other app, whole, and the server has none of it', async () => {
    const before = await storedBytes()
    const file = await sendDirectly('straight.bin', 5 * megabyte)
    assert.equal(await storedBytes(), before)
    await card(adasApp, file)
      .page()
      .getByText(/^Received/)
      .first()
      .waitFor()
  })

  test('[FILE76] a small file goes by the server, as does every file in other rooms', async () => {
    const before = await storedBytes()
    const file = await makeFile('small.bin', 200_000)
    await send(file)
    await card(gracesApp, file).waitFor()
    assert.equal(await storedBytes(), before + 1)
    assert.equal(await card(gracesApp, file).getByText('Saved').count(), 0)
  })

  test('[FILE77] a way that is cut in the middle is gone on with through the server, at the offset that was reached', async () => {
    const before = await storedBytes()
    const file = await makeFile('cut.bin', 16 * megabyte)
    await gracesApp.page.evaluate(cutPeersAfter, 4 * megabyte)
    const told = await gracesApp.page.evaluateHandle(noteIncoming)
    await send(file)
    await arrives(file)
    await incoming(gracesApp).waitFor({ state: 'detached' })
    assert.match((await told.jsonValue()).join('\n'), /The rest comes through the server/)
    assert.equal(await storedBytes(), before + 1)
    const asked = await ranges()
    assert.equal(asked.length, 1, `${asked}`)
    const [, offset] = /^bytes=(\d+)-$/.exec(asked[0]!) ?? []
    assert.ok(Number(offset) > 2 * megabyte, `${asked}`)
    assert.equal(await card(adasApp, file).getByText('It went directly').count(), 0)
  })

  test('[FILE77] a receiver who goes in the middle has the whole file when they are back', async () => {
    const file = await makeFile('gone.bin', 16 * megabyte)
    await adasApp.page.evaluate(holdPeersAfter, 4 * megabyte)
    await send(file)
    await incoming(gracesApp).getByRole('progressbar', { name: file.name }).waitFor()
    // What came is found again by the list, which is written after the first bytes.
    await eventually(async () => {
      assert.match(await readFile(join(gracesApp.profileDir, 'received.json'), 'utf8'), RegExp(file.sha256))
      assert.equal((await unposted()).length, 1)
    })
    assert.ok(!(await readdir(downloads)).some(name => name.startsWith('gone')))
    const { profileDir } = gracesApp
    await gracesApp.kill9()
    await adasApp.page.evaluate(holdPeersAfter, Number.POSITIVE_INFINITY)
    await card(adasApp, file).waitFor({ timeout: 90_000 })
    gracesApp = await launchApp({ profileDir, serverUrl: server.url })
    await saveInto(gracesApp, downloads)
    await isIn(gracesApp)
    await arrives(file)
    await prepare(gracesApp)
  })

  test('[FILE78] a file that came directly can be had again from the sender, who deleted nothing', async () => {
    const file = await sendDirectly('again.bin', 3 * megabyte)
    await rm(join(downloads, file.name))
    await card(gracesApp, file).getByRole('button', { name: 'Show in folder' }).press('Enter')
    const again = card(gracesApp, file).getByRole('button', { name: 'Get it again' })
    await again.click()
    await arrives(file)
    await rm(join(downloads, file.name))
    await card(gracesApp, file).getByRole('button', { name: 'Show in folder' }).press('Enter')
    await again.waitFor()
    // What is not there any more is said to be so.
    await forgetSent(adasApp)
    await again.click()
    await card(gracesApp, file).getByText('could not give it').waitFor()
  })

  test('[FILE93] pictures, films, sounds and texts that went directly are shown in place, at both, also after a restart', async () => {
    const before = await storedBytes()
    const picture = await makeFile('sea.png', noisePngOf(900, 600))
    const film = await makeFile(
      'walk.webm',
      padded(await readFile((await recordFilm(adasApp, 'short.webm', 4)).path)),
    )
    const sound = await makeFile('hum.wav', humOf(30))
    const text = await makeFile('log.txt', 'the first line\n'.repeat(100_000))
    const all = [picture, film, sound, text]
    for (const file of all) {
      await send(file)
      await eventually(async () =>
        assert.equal(digestOf(await readFile(join(downloads, file.name))), file.sha256),
      )
    }
    const apps = () => [adasApp, gracesApp]
    for (const app of apps()) await showsInPlace(app)
    assert.equal(await storedBytes(), before)

    adasApp = await restart(adasApp)
    gracesApp = await restart(gracesApp)
    for (const app of apps()) await showsInPlace(app)

    // Where the bytes are gone there is its card, with the way to have them again.
    await Promise.all(all.map(({ name }) => rm(join(downloads, name))))
    gracesApp = await restart(gracesApp)
    for (const file of all)
      await card(gracesApp, file).getByRole('button', { name: 'Get it again' }).waitFor()
    await card(gracesApp, picture).getByRole('button', { name: 'Get it again' }).click()
    await pictureOf(gracesApp, picture.name)
  })

  test('[FILE94] whoever sent a file directly saves their own copy, without the server', async () => {
    const before = await storedBytes()
    const file = await sendDirectly('mine.bin', 3 * megabyte)
    const folder = await newFolder('copies')
    await saveInto(adasApp, folder)
    await card(adasApp, file).getByRole('button', { name: 'Save mine.bin' }).press('Enter')
    await card(adasApp, file).getByRole('button', { name: 'Show in folder' }).waitFor()
    assert.equal(digestOf(await readFile(join(folder, file.name))), file.sha256)
    assert.deepEqual(await readdir(folder), [file.name])
    assert.equal(await storedBytes(), before)
    await saveInto(adasApp, downloads)
  })

  test('[FILE79] whoever switches it off neither takes nor sends files directly', async () => {
    await switchDirect(gracesApp, false)
    const before = await storedBytes()
    const file = await makeFile('off.bin', 2 * megabyte)
    await send(file)
    await card(gracesApp, file).waitFor()
    assert.equal(await storedBytes(), before + 1)
    await switchDirect(gracesApp, true)
    await switchDirect(adasApp, false)
    const other = await makeFile('off-too.bin', 2 * megabyte)
    await send(other)
    await card(gracesApp, other).waitFor()
    assert.equal(await storedBytes(), before + 2)
    assert.equal(await card(gracesApp, other).getByText('Saved').count(), 0)
  })

  test('[SEC3] with data channels comes neither camera nor microphone nor screen', async () => {
    const answers = await adasApp.page.evaluate(async () => {
      const ask = (asked: Promise<unknown>) =>
        asked.then(
          () => 'permitted',
          error => (error as Error).name,
        )
      const { mediaDevices } = navigator
      return [
        await ask(mediaDevices.getUserMedia({ audio: true })),
        await ask(mediaDevices.getUserMedia({ video: true })),
        await ask(mediaDevices.getDisplayMedia({ video: true })),
      ]
    })
    for (const answer of answers) assert.notEqual(answer, 'permitted')
  })

  test('[SEC2] no page broke its policy or threw', () => {
    assert.deepEqual([...adasApp.complaints, ...gracesApp.complaints], [])
  })
})

/** A film with so much of nothing behind it that it is worth a way of its own. */
function padded(film: Buffer): Buffer {
  const nothing = Buffer.alloc(2 * megabyte)
  const head = Buffer.from([0xec, 0x01, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(nothing.length, 5)
  return Buffer.concat([film, head, nothing])
}

/** So many seconds of a tone, uncompressed. */
function humOf(seconds: number): Buffer {
  const rate = 22_050
  const samples = Buffer.alloc(2 * rate * seconds)
  for (let at = 0; at < rate * seconds; at++) samples.writeInt16LE(3_000 * Math.sin(at / 20), 2 * at)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(2 * rate, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

type Peers = { bytesUntilCut: number; bytesUntilHeld: number; RTCPeerConnection: typeof RTCPeerConnection }

/** Runs in the page: its connections can be cut, or hold what is sent, from now on. */
function watchPeers() {
  const page = globalThis as unknown as Peers
  page.bytesUntilCut = page.bytesUntilHeld = Number.POSITIVE_INFINITY
  const { send } = RTCDataChannel.prototype as { send: (data: string | ArrayBufferView) => void }
  RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: string | ArrayBufferView) {
    if (typeof data !== 'string') page.bytesUntilHeld -= data.byteLength
    if (page.bytesUntilHeld >= 0) send.call(this, data)
  } as RTCDataChannel['send']
  page.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('datachannel', ({ channel }) =>
        channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
          if (typeof data === 'string') return
          page.bytesUntilCut -= data.byteLength
          if (page.bytesUntilCut > 0) return
          page.bytesUntilCut = Number.POSITIVE_INFINITY
          this.close()
        }),
      )
    }
  }
}

/** Runs in the page: cuts a connection when so many bytes have come, once. */
function cutPeersAfter(bytes: number) {
  ;(globalThis as unknown as Peers).bytesUntilCut = bytes
}

/** Runs in the page: sends so many bytes more, and then nothing. */
function holdPeersAfter(bytes: number) {
  ;(globalThis as unknown as Peers).bytesUntilHeld = bytes
}

/** Runs in the page: what it says from now on of files on their way. A moment of it may be all that is seen. */
function noteIncoming(): string[] {
  const told: string[] = []
  new MutationObserver(() => {
    const text = document.querySelector('.incoming-files')?.textContent
    if (text && text !== told.at(-1)) told.push(text)
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  return told
}

/** Which parts of files the app asks the server for. */
async function watchRanges({ electron }: App): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ app, session }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    const watch = ({ webRequest }: typeof session.defaultSession) =>
      webRequest.onBeforeSendHeaders(({ requestHeaders }, go) => {
        for (const [name, value] of Object.entries(requestHeaders))
          if (name.toLowerCase() === 'range') asked.push(value)
        go({ requestHeaders })
      })
    watch(session.defaultSession)
    // What saves has a session of its own, from when something is saved for the first time.
    app.on('session-created', watch)
  })
  return () => electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

/** The copies of what was sent directly are a database of their own. */
async function forgetSent({ page }: App) {
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('chatter sent')) continue
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name)
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
      const change = database.transaction('sent', 'readwrite')
      change.objectStore('sent').clear()
      await new Promise(resolve => {
        change.oncomplete = resolve
      })
      database.close()
    }
  })
}

async function switchDirect({ page }: App, isOn: boolean) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Files' }).click()
  const setting = page.getByRole('switch', { name: 'Send files directly when both are online' })
  await setting.click()
  assert.equal(await setting.isChecked(), isOn)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
