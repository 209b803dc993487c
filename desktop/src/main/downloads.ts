/** Downloads as this desktop has them: where they go, who is told, and what can be done with them. */
import { join } from 'node:path'
import { app, shell } from 'electron'
import type { Download, FileAddress, FileToSave } from '../bridge/bridge.ts'
import { showNote } from './alerts.ts'
import { askServer } from './attachment-bytes.ts'
import { currentWindow } from './current-window.ts'
import { createDownloads, type Downloads } from './downloads/list.ts'
import { isProgram } from './downloads/names.ts'
import { isTold } from './downloads/told.ts'
import { signal } from './ipc.ts'
import { currentLanguage } from './language.ts'
import { words } from './words.ts'

let downloads: Downloads | undefined

/** Goes on with what was under way when the app ended. */
export async function setupDownloads(): Promise<void> {
  await theirs().restore()
  app.on('will-quit', () => void theirs().stop())
}

export const startDownload = (file: FileToSave) => theirs().start(file)
export const adoptDownload: Downloads['adopt'] = (file, part) => theirs().adopt(file, part)
/** Where the bytes lie of those that are not whole yet. */
export const unfinishedDownloads = () => theirs().parts()
export const pauseDownload = (file: FileAddress) => theirs().pause(file)
export const cancelDownload = (file: FileAddress) => theirs().cancel(file)
export const listDownloads = () => theirs().list()
/** What waits for the network tries now. */
export const wakeDownloads = () => theirs().wake()
/** Where a file that was saved is. */
export const savedPath = (file: FileAddress) => theirs().locate(file)

/** The same, as long as it is what was saved there. */
export const intactPath = (file: FileAddress) => theirs().locateIntact(file)

/** @returns whether it still is where it was put */
export async function openDownload(file: FileAddress): Promise<boolean> {
  const path = await theirs().locate(file)
  if (!path) return false
  // Who gets a program by chat shall see what it is before it runs.
  const failure = isProgram(path) ? 'It would run.' : await shell.openPath(path)
  if (failure) shell.showItemInFolder(path)
  return true
}

/** @returns whether it still is where it was put */
export async function showDownload(file: FileAddress): Promise<boolean> {
  const path = await theirs().locate(file)
  if (path) shell.showItemInFolder(path)
  return path !== undefined
}

function theirs(): Downloads {
  downloads ??= createDownloads({
    listFile: join(app.getPath('userData'), 'downloads.json'),
    folder: () => app.getPath('downloads'),
    ask: file => askServer(file, { purpose: 'save' }),
    onChange(download) {
      signal('download:changed', download)
      showProgress()
    },
    onGone(file) {
      signal('download:gone', file)
      showProgress()
    },
    onDone: tellEnd,
    onFail: tellFailure,
  })
  return downloads
}

/** In the dock or the task bar: all that is under way, taken together. */
function showProgress() {
  const running = theirs()
    .list()
    .filter(({ state }) => state === 'running' || state === 'waiting')
  const sum = (of: (download: Download) => number) => running.reduce((all, one) => all + of(one), 0)
  const part =
    running.length === 0
      ? -1
      : sum(one => one.received) /
        Math.max(
          1,
          sum(one => one.size),
        )
  currentWindow()?.setProgressBar(part)
}

const isLookedAt = () => currentWindow()?.isFocused() ?? false

function tellEnd({ savedAs }: Download, path: string, took: number) {
  if (!isTold(took, isLookedAt())) return
  const { saved, savedNote } = words[currentLanguage()]
  tell(path, { title: savedAs!, body: `${saved}. ${savedNote}` }, () => shell.showItemInFolder(path))
}

function tellFailure({ serverUrl, id, name, problem }: Download, took: number) {
  if (!isTold(took, isLookedAt())) return
  const language = words[currentLanguage()]
  const body = `${language.notSaved}. ${language[problem!]}`
  tell(`${serverUrl} ${id}`, { title: name, body }, () => currentWindow()?.show())
}

function tell(what: string, note: { title: string; body: string }, onClick: () => void) {
  showNote(`download ${what}`, note, onClick).catch(error => console.warn(error))
}
