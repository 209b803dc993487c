/** What people do with files. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Locator } from 'playwright-core'
import type { App } from './app.ts'
import { eventually } from './eventually.ts'
import { newFolder } from './leftovers.ts'

export type TestFile = { path: string; name: string; sha256: string; size: number }

/** Puts a file on this machine's disk; of random bytes when it has no content of its own. */
export async function makeFile(name: string, content: Buffer | string | number): Promise<TestFile> {
  const bytes = typeof content === 'number' ? randomBytes(content) : Buffer.from(content)
  const path = join(await newFolder('file'), name)
  await writeFile(path, bytes)
  return { path, name: basename(path), sha256: digestOf(bytes), size: bytes.length }
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Picks files as the dialog of the system would give them, and waits until they are above the field. */
export async function pick(app: App, ...files: TestFile[]): Promise<void> {
  await app.page.locator('input[type=file]').setInputFiles(files.map(({ path }) => path))
  const listed = tray(app).locator('.file-name')
  await eventually(async () =>
    assert.deepEqual(
      await listed.allTextContents(),
      files.map(({ name }) => name),
    ),
  )
}

/** Drags what is at these paths from outside over the middle of an element; lets go of it there. */
export async function drag(app: App, target: Locator, paths: string[], { letGo = true } = {}): Promise<void> {
  const browser = await app.page.context().newCDPSession(app.page)
  const { x, y, width, height } = (await target.boundingBox())!
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  const at = { x: x + width / 2, y: y + height / 2, data }
  const steps = ['dragEnter', 'dragOver', 'dragOver', ...(letGo ? (['drop'] as const) : [])] as const
  for (const type of steps) {
    await browser.send('Input.dispatchDragEvent', { type, ...at })
    // The page shows where it can be dropped before it is.
    await app.page.waitForTimeout(150)
  }
  await browser.detach()
}

/** Puts a picture onto the clipboard of the system. */
export async function copyPicture({ page }: App, width: number, height: number): Promise<void> {
  await page.evaluate(
    async ({ width, height }) => {
      const canvas = new OffscreenCanvas(width, height)
      canvas.getContext('2d')!.fillRect(0, 0, width / 2, height)
      const picture = await canvas.convertToBlob({ type: 'image/png' })
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
    },
    { width, height },
  )
}

/** A film of so many seconds, as a browser records it: a square that walks from the left to the right. */
export async function recordFilm({ page }: App, name: string, seconds: number): Promise<TestFile> {
  const base64 = await page.evaluate(async seconds => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 320, height: 180 })
    const context = canvas.getContext('2d')!
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' })
    const pieces: Blob[] = []
    recorder.ondataavailable = ({ data }) => pieces.push(data)
    const stopped = new Promise(resolve => {
      recorder.onstop = resolve
    })
    recorder.start()
    const start = performance.now()
    const drawing = setInterval(() => {
      context.fillStyle = '#204080'
      context.fillRect(0, 0, 320, 180)
      context.fillStyle = '#f0c040'
      context.fillRect((280 * (performance.now() - start)) / (seconds * 1000), 70, 40, 40)
    }, 50)
    await new Promise(resolve => setTimeout(resolve, seconds * 1000))
    clearInterval(drawing)
    recorder.stop()
    await stopped
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
  }, seconds)
  return makeFile(name, Buffer.from(base64, 'base64'))
}

export async function paste({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.paste())
}

/** Puts files onto the clipboard of the system, as the file manager of the desktop does. */
export async function copyFiles({ electron }: App, ...files: TestFile[]): Promise<void> {
  const list = files.map(({ path }) => `${pathToFileURL(path)}\r\n`).join('')
  await electron.evaluate(
    // Playwright's types know only what every process of Electron has.
    ({ clipboard }, list) =>
      (clipboard as unknown as { writeBuffer(type: string, bytes: Buffer): void }).writeBuffer(
        'text/uri-list',
        Buffer.from(list),
      ),
    list,
  )
}

/** Puts words onto the clipboard, and a picture of them beside, as programs for tables do. */
export async function copyWordsWithPicture({ page }: App, words: string): Promise<void> {
  await page.evaluate(async words => {
    const canvas = new OffscreenCanvas(40, 20)
    canvas.getContext('2d')!.fillRect(0, 0, 40, 20)
    const item = {
      'text/plain': new Blob([words], { type: 'text/plain' }),
      'text/html': new Blob([`<p>${words}</p>`], { type: 'text/html' }),
      'image/png': await canvas.convertToBlob({ type: 'image/png' }),
    }
    await navigator.clipboard.write([new ClipboardItem(item)])
  }, words)
}

/** The files above the field. */
export function tray({ page }: App): Locator {
  return page.getByRole('list', { name: 'Files to send' })
}

/** A file that is on its way, in its post. */
export function pendingFile({ page }: App, name: string): Locator {
  return page.getByRole('log').locator('.pending-files li', { hasText: name.slice(-10) })
}
