import { execFile } from 'node:child_process'
import { app, Menu, nativeImage, Tray } from 'electron'
import { icon } from './icons.ts'
import { currentLanguage, onLanguageChosen } from './language.ts'
import { allowHiding, showWindow } from './window.ts'
import { words } from './words.ts'

let tray: Tray | undefined
let hasUnread = false

/** Puts the app into the system's tray, where there is one; then closing the window only hides it. */
export async function setupTray(): Promise<void> {
  // macOS has the dock for this.
  if (process.platform === 'darwin' || !(await hasTray())) return
  tray = new Tray(trayImage())
  tray.setToolTip('Chatter')
  tray.on('click', showWindow)
  setTrayMenu()
  onLanguageChosen(setTrayMenu)
  allowHiding()
}

/** Marks the tray icon while something is unread. */
export function markTray(unread: boolean): void {
  if (unread === hasUnread) return
  hasUnread = unread
  tray?.setImage(trayImage())
}

function setTrayMenu() {
  const { open, quit } = words[currentLanguage()]
  tray?.setContextMenu(
    Menu.buildFromTemplate([
      { label: open, click: showWindow },
      { type: 'separator' },
      { label: quit, click: () => app.quit() },
    ]),
  )
}

const trayImage = () => nativeImage.createFromPath(icon(hasUnread ? 'tray-unread.png' : 'tray.png'))

/**
 * Many Linux desktops have no tray, and an icon in none would leave a hidden window unreachable. Electron does not tell,
 * so the bus is asked who keeps tray icons.
 */
function hasTray(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true)
  const question = [
    '--session',
    '--print-reply=literal',
    '--reply-timeout=2000',
    '--dest=org.freedesktop.DBus',
  ]
  const name = 'string:org.kde.StatusNotifierWatcher'
  return new Promise(resolve => {
    execFile('dbus-send', [...question, '/', 'org.freedesktop.DBus.NameHasOwner', name], (error, answer) =>
      resolve(!error && answer.includes('true')),
    )
  })
}
