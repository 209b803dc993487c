import type { BrowserWindow } from 'electron'

let window: BrowserWindow | undefined

/** The app's only window, while there is one. `window.ts` opens it. */
export function currentWindow(): BrowserWindow | undefined {
  return window?.isDestroyed() ? undefined : window
}

export function setCurrentWindow(opened: BrowserWindow): void {
  window = opened
}
