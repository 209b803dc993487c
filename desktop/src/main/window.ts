import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { currentWindow, setCurrentWindow } from './current-window.ts'
import { icon } from './icons.ts'
import { signal } from './ipc.ts'
import { currentLanguage } from './language.ts'
import { pageUrl } from './page-files.ts'
import { readSetting, writeSetting } from './settings.ts'
import { placeWindow, smallestSize } from './window-bounds.ts'
import { windowColors } from './window-colors.ts'
import { words } from './words.ts'

let isQuitting = false
/** Whether something stays on the screen through which a hidden window can be called back. */
let canHide = process.platform === 'darwin'

/** Prepares for what happens to the window while the app runs. */
export function setupWindow(): void {
  app.on('before-quit', () => {
    isQuitting = true
  })
  app.on('window-all-closed', () => app.quit())
  app.on('activate', () => showWindow())
  nativeTheme.on('updated', () => currentWindow()?.setBackgroundColor(backgroundColor()))
}

/** Opens the window; it shows itself with its first paint. */
export function openWindow(): BrowserWindow {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)
  const { maximized, ...bounds } = placeWindow(readSetting('window'), areas)
  const opened = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    title: 'Chatter',
    backgroundColor: backgroundColor(),
    autoHideMenuBar: true,
    ...(process.platform === 'linux' && { icon: icon('icon-128.png') }),
    webPreferences: {
      preload: join(app.getAppPath(), 'dist', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
      // From the second start on, no function of the page has to be compiled any more.
      v8CacheOptions: 'bypassHeatCheckAndEagerCompile',
      // A hidden window still has to come back to its server and to tell of private messages without delay.
      backgroundThrottling: false,
    },
  })
  setCurrentWindow(opened)
  opened.once('ready-to-show', () => (maximized ? opened.maximize() : opened.show()))
  rememberPlace(opened)
  tellState(opened)
  hideInsteadOfClosing(opened)
  reloadAfterCrash(opened)
  void opened.loadURL(pageUrl)
  return opened
}

/** Brings the window to the front, from wherever it is. */
export function showWindow(): void {
  const shown = currentWindow()
  if (!shown) {
    if (app.isReady()) openWindow()
    return
  }
  if (shown.isMinimized()) shown.restore()
  shown.show()
  if (process.platform === 'darwin') app.focus({ steal: true })
  shown.focus()
}

/** Lets the window hide when it is closed, because there is a tray icon to call it back with. */
export function allowHiding(): void {
  canHide = true
}

/** How the window stands, for deciding whether something was seen. */
export function windowState(): { focused: boolean; visible: boolean } {
  const shown = currentWindow()
  if (!shown) return { focused: false, visible: false }
  const visible = shown.isVisible() && !shown.isMinimized()
  return { focused: visible && shown.isFocused(), visible }
}

function tellState(opened: BrowserWindow) {
  let told = ''
  const tell = () => {
    const state = windowState()
    if (JSON.stringify(state) === told) return
    told = JSON.stringify(state)
    signal('window:changed', state)
  }
  opened.on('focus', tell).on('blur', tell)
  opened.on('show', tell).on('hide', tell)
  opened.on('minimize', tell).on('restore', tell).on('maximize', tell)
}

/** Written a moment after the last change, and not only at the end, which a crash would skip. */
function rememberPlace(opened: BrowserWindow) {
  let waiting: NodeJS.Timeout | undefined
  const remember = () => {
    clearTimeout(waiting)
    if (opened.isDestroyed() || opened.isMinimized() || opened.isFullScreen() || !opened.isVisible()) return
    writeSetting('window', { ...opened.getNormalBounds(), maximized: opened.isMaximized() })
  }
  const later = () => {
    clearTimeout(waiting)
    waiting = setTimeout(remember, 500)
  }
  opened.on('resize', later).on('move', later).on('maximize', later).on('unmaximize', later)
  opened.on('close', remember)
}

function hideInsteadOfClosing(opened: BrowserWindow) {
  opened.on('close', event => {
    if (isQuitting || !canHide) return
    event.preventDefault()
    // A full-screen window that hides leaves a black screen behind on macOS.
    if (!opened.isFullScreen()) return opened.hide()
    opened.once('leave-full-screen', () => opened.hide())
    opened.setFullScreen(false)
  })
}

/** The page keeps what matters on disk, so a crashed one starts again. Where that does not help, the person decides. */
function reloadAfterCrash(opened: BrowserWindow) {
  let lastCrash = 0
  opened.webContents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit' || isQuitting) return
    console.error(`The page ended: ${reason}.`)
    const isAgain = Date.now() - lastCrash < 10_000
    if (isAgain && !(await wantsToReload())) return app.quit()
    lastCrash = Date.now()
    if (!opened.isDestroyed()) opened.reload()
  })
}

/** The window is blank, so the system asks. */
async function wantsToReload(): Promise<boolean> {
  const { crashed, crashedNote, reload, quit } = words[currentLanguage()]
  const question = {
    message: crashed,
    detail: crashedNote,
    buttons: [reload, quit],
    cancelId: 1,
    noLink: true,
  }
  const { response } = await dialog.showMessageBox({ type: 'error', defaultId: 0, ...question })
  return response === 0
}

function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? windowColors.dark : windowColors.light
}
