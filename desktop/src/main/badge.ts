import { app, nativeImage } from 'electron'
import { currentWindow } from './current-window.ts'
import { icon } from './icons.ts'
import { markTray } from './tray.ts'

/** Shows how much is unread wherever this desktop can: dock, task bar, tray. The title is the page's. */
export function showBadge(count: number): void {
  app.setBadgeCount(count)
  markTray(count > 0)
  if (process.platform !== 'win32') return
  const dot = count > 0 ? nativeImage.createFromPath(icon('unread.png')) : null
  currentWindow()?.setOverlayIcon(dot, count > 0 ? `${count}` : '')
}
