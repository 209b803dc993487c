/** The app's process, in the order in which it comes to life: what the first paint needs, then everything else. */
import { app } from 'electron'
import { hushNotes, showAlert, withdrawAlert, withdrawAllAlerts } from './alerts.ts'
import { setupAttachmentFiles } from './attachment-files.ts'
import { showBadge } from './badge.ts'
import { setupContextMenu } from './context-menu.ts'
import { registerDeepLinks, setupDeepLinks } from './deep-links.ts'
import { releaseDestination, setupDestinations } from './destinations.ts'
import { readEnvironment } from './environment.ts'
import { setupIdle } from './idle.ts'
import { loadChecks, setupIpc } from './ipc.ts'
import { chooseLanguage } from './language.ts'
import { openLink } from './links.ts'
import { setupMenu, skipDefaultMenu } from './menu.ts'
import { isFirstInstance, setupProfile } from './profile.ts'
import { setupPage, setupScheme } from './protocol.ts'
import { wasOpenWords } from './second-instance.ts'
import { deleteSecret, readSecret, writeSecret } from './secrets.ts'
import { setupPermissions, setupSecurity } from './security.ts'
import { setupServerChoice } from './server-choice.ts'
import { makeDictionaries, setupSpellcheck } from './spelling/spellcheck.ts'
import { chooseTheme, setupTheme } from './theme.ts'
import { setupTimers } from './timers.ts'
import { setupTray } from './tray.ts'
import { openWindow, setupWindow, showWindow, windowState } from './window.ts'

/** What nobody waits for leaves the page so long to fill its window, in milliseconds. */
const settling = 1_000

setupProfile()
if (isFirstInstance()) {
  setupScheme()
  setupTimers()
  setupSecurity()
  skipDefaultMenu()
  setupServerChoice()
  setupDeepLinks()
  setupIpc({
    'environment:read': () => {
      releaseDestination()
      return readEnvironment()
    },
    'window:read': windowState,
    'window:focus': showWindow,
    'secret:read': ({ name }) => readSecret(name),
    'secret:write': ({ name, value }) => writeSecret(name, value),
    'secret:delete': ({ name }) => deleteSecret(name),
    'alert:show': showAlert,
    'alert:withdraw': ({ roomId }) => withdrawAlert(roomId),
    'alert:hush': ({ isHushed }) => hushNotes(isHushed),
    'badge:show': ({ count }) => showBadge(count),
    'link:open': ({ url }) => openLink(url),
    'download:start': async file => (await loadDownloads()).startDownload(file),
    'download:pause': async file => (await loadDownloads()).pauseDownload(file),
    'download:cancel': async file => (await loadDownloads()).cancelDownload(file),
    'download:open': async file => (await loadDownloads()).openDownload(file),
    'download:show': async file => (await loadDownloads()).showDownload(file),
    'download:read': async ({ length, ...file }) =>
      (await loadDownloads()) && (await import('./saved-bytes.ts')).readBeginning(file, length),
    'downloads:wake': async () => (await loadDownloads()).wakeDownloads(),
    'downloads:read': async () => (await loadDownloads()).listDownloads(),
    'file:prepare': async ({ files }) => (await import('./drag-out.ts')).prepareFiles(files),
    'file:drag': async ({ files }) => (await import('./drag-out.ts')).dragFiles(files),
    'received:read': async () => (await loadReceived()).listReceived(),
    'received:open': async file => (await loadReceived()).openReceived(file),
    'received:write': async request => (await loadReceived()).writeReceived(request),
    'received:check': async file => (await loadReceived()).checkReceived(file),
    'received:close': async file => (await loadReceived()).closeReceived(file),
    'received:remove': async file => (await loadReceived()).removeReceived(file),
    'received:adopt': async file => (await loadReceived()).adoptReceived(file),
    'theme:choose': ({ theme }) => chooseTheme(theme),
    'language:choose': ({ language }) => chooseLanguage(language),
  })
  void app.whenReady().then(start)
} else {
  console.log(wasOpenWords)
  app.quit()
}

function start() {
  setupTheme()
  setupPage()
  setupAttachmentFiles()
  setupPermissions()
  setupSpellcheck()
  setupWindow()
  const window = openWindow()
  setupDestinations()
  window.webContents.once('did-navigate', () => setTimeout(startWhatWaits))
  window.once('ready-to-show', () => setTimeout(startTheRest, settling))
  app.on('will-quit', withdrawAllAlerts)
}

/** While these were made, the page would wait for its files. */
function startWhatWaits() {
  setupMenu()
  setupContextMenu()
  void loadChecks()
}

function startTheRest() {
  setupIdle()
  void loadReceived().then(({ setupReceived }) => setupReceived())
  registerDeepLinks()
  void setupTray()
  void makeDictionaries()
}

/** What was received is handed over to the downloads, so these are there first. */
async function loadReceived() {
  await loadDownloads()
  return import('./received.ts')
}

let downloads: Promise<typeof import('./downloads.ts')> | undefined

/** They bring the schemas' library, as the checks do. What was under way goes on once they are loaded. */
function loadDownloads() {
  downloads ??= import('./downloads.ts').then(async module => {
    await module.setupDownloads()
    return module
  })
  return downloads
}
