/** The window as the desktop sees it. */
import type { App } from './app.ts'
import { onDesk } from './desk.ts'

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
export async function hasKeyboard({ electron }: App): Promise<boolean> {
  const pid = await onDesk('xdotool', 'getactivewindow', 'getwindowpid').catch(() => '')
  return Number(pid) === electron.process().pid
}

export async function minimize({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
}

/** As closing does where there is a tray. */
export async function hide({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
}

/** Brings it to the front, as the desktop's list of windows does. */
export async function focus({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window!.isMinimized()) window!.restore()
    window!.show()
    window!.focus()
  })
}
