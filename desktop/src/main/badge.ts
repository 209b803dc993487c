import { app, nativeImage } from 'electron'
import { currentWindow } from './current-window.ts'
import { icon } from './icons.ts'
import { markTray } from './tray.ts'

let unread = 0
let title = 'Chatter'

/** Keeps the count in front of whatever the page calls itself. */
export function setupBadge(): void {
  currentWindow()?.on('page-title-updated', (event, pageTitle) => {
    event.preventDefault()
    title = pageTitle
    showTitle()
  })
}

/** Shows how much is unread wherever this desktop can: dock, task bar, tray, title. */
export function showBadge(count: number): void {
  unread = count
  app.setBadgeCount(count)
  markTray(count > 0)
  showTitle()
  if (process.platform !== 'win32') return
  const dot = count > 0 ? nativeImage.createFromPath(icon('unread.png')) : null
  currentWindow()?.setOverlayIcon(dot, count > 0 ? `${count}` : '')
}

function showTitle() {
  currentWindow()?.setTitle(unread > 0 ? `(${unread}) ${title}` : title)
}
