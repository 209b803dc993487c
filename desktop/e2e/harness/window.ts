/** The window as the desktop sees it. */
import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import type { App } from './app.ts'
import { onDesk } from './desk.ts'
import { eventually } from './eventually.ts'

export type WindowState = { focused: boolean; visible: boolean }

/** How the app's own process sees its window. */
export function windowState({ electron }: App): Promise<WindowState> {
  return electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const visible = window!.isVisible() && !window!.isMinimized()
    return { focused: window!.isFocused(), visible }
  })
}

/** Whether the desktop gives this app the keyboard. */
export async function hasKeyboard({ pid }: App): Promise<boolean> {
  return Number(await onDesk('xdotool', 'getactivewindow', 'getwindowpid').catch(() => '')) === pid
}

export async function minimize({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
}

/** As closing does where there is a tray. */
export async function hide({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
}

/** Brings it to the front, as the desktop's list of windows does, and waits until it has the keyboard and knows it. */
export async function focus(app: App): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window!.isMinimized()) window!.restore()
    window!.show()
    window!.focus()
  })
  await eventually(async () => assert.ok(await hasKeyboard(app)))
  await eventually(async () => assert.ok((await windowState(app)).focused))
}

/** Waits until the app knows that somebody looks elsewhere. */
export async function isLeft(app: App): Promise<void> {
  await eventually(async () => assert.equal((await windowState(app)).focused, false))
}

export type Place = { x: number; y: number; width: number; height: number }

/** Where the window is on the screen. */
export function placeOf({ electron }: App): Promise<Place> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())
}

/** Puts the window somewhere on the screen, and waits until its page fills it there. */
export async function place(app: App, bounds: Place): Promise<void> {
  const set = (bounds: Place) =>
    app.electron.evaluate(({ BrowserWindow }, bounds) => {
      const [window] = BrowserWindow.getAllWindows()
      window!.setBounds(bounds)
      return window!.getContentBounds()
    }, bounds)
  await eventually(async () => {
    const { x, y, width, height } = await set(bounds)
    const inner = await app.page.evaluate(() => [innerWidth, innerHeight])
    assert.deepEqual(inner, [width, height])
    // A frame around it is the desktop's affair.
    assert.ok(Math.abs(x - bounds.x) < 20 && Math.abs(y - bounds.y) < 60, `${x} ${y}`)
  })
}

/**
 * Begins to drag an element with the mouse of the desktop, which stays down, until a sign of it can be seen. A busy machine can
 * overlook the beginning of a drag: then it is let go of, and begun anew.
 */
export async function pull(app: App, element: Locator, sign: Locator): Promise<void> {
  await tryToDrag(app, element, () => sign.waitFor({ timeout: dragPatience }))
}

/** Drags an element onto an element of another app, until that shows that it takes what hangs at the mouse; lets go of it there. */
export async function dragOver(
  app: App,
  element: Locator,
  other: App,
  target: Locator,
  sign: Locator,
): Promise<void> {
  await tryToDrag(app, element, async () => {
    const [x, y] = await middleOf(other, target)
    let [step, seen] = [0, 0]
    await eventually(async () => {
      await moveMouse(x + (++step % 2) * 6, y)
      seen = (await sign.isVisible()) ? seen + 1 : 0
      // What the app answers to the desktop, that it takes the file, follows the first few.
      assert.ok(seen > 8)
    }, dragPatience)
  })
  await letGo()
}

/** How long a drag is given to begin and to arrive, in milliseconds, and how often it is begun. */
const dragPatience = 8_000
const dragTries = 4

async function tryToDrag(app: App, element: Locator, succeeds: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    await press(app, element)
    try {
      return await succeeds()
    } catch (error) {
      await letGo()
      if (tries === dragTries) throw error
    }
  }
}

async function press(app: App, element: Locator) {
  await focus(app)
  // Where it comes to rest.
  await element.click({ trial: true })
  const [x, y] = await middleOf(app, element)
  const frame = () => app.page.evaluate(() => new Promise<number>(requestAnimationFrame))
  await moveMouse(x, y)
  await frame()
  await onDesk('xdotool', 'mousedown', '1')
  for (let step = 1; step <= 6; step++) {
    await frame()
    await moveMouse(x + step * 4, y)
  }
}

export async function letGo(): Promise<void> {
  await onDesk('xdotool', 'mouseup', '1')
}

const moveMouse = (x: number, y: number) => onDesk('xdotool', 'mousemove', `${x}`, `${y}`)

/** The middle of an element, on the screen. */
async function middleOf({ electron }: App, element: Locator): Promise<[x: number, y: number]> {
  const { x, y } = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.getContentBounds(),
  )
  const box = (await element.boundingBox())!
  return [Math.round(x + box.x + box.width / 2), Math.round(y + box.y + box.height / 2)]
}
