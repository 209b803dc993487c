/** Files that are dragged out of the app: those that were saved, and others from a folder that lasts as long as the app. */
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, nativeImage } from 'electron'
import type { FileAddress, FileToSave, Prepared } from '../bridge/bridge.ts'
import { askServer } from './attachment-bytes.ts'
import { currentWindow } from './current-window.ts'
import { safeName } from './downloads/names.ts'
import { isThere, makePart, settlePart } from './downloads/place.ts'
import { DownloadProblem, transfer } from './downloads/transfer.ts'
import { savedPath } from './downloads.ts'
import { icon } from './icons.ts'
import { takeReceived } from './received.ts'

/** Nobody holds a pointer down for more, in bytes. Larger files are saved first. */
const mostToDrag = 100 * 1024 * 1024

/** Nor for longer, in milliseconds. */
const patience = 60_000

class TooLarge extends Error {}

const prepared = new Map<string, Promise<string>>()
let folder: Promise<string> | undefined

/** @returns whether all of them can be taken along now, or why one of them cannot */
export async function prepareFiles(files: readonly FileToSave[]): Promise<Prepared> {
  try {
    await Promise.all(files.map(prepare))
    return 'ready'
  } catch (error) {
    if (error instanceof TooLarge) return 'large'
    return error instanceof DownloadProblem ? error.problem : 'late'
  }
}

/** Lets the pointer that is held down take them along. What was not prepared stays. */
export async function dragFiles(files: readonly FileAddress[]): Promise<void> {
  const paths = await Promise.all(files.map(file => prepared.get(keyOf(file))))
  const found = paths.filter(path => path !== undefined)
  if (found.length === 0) return
  currentWindow()?.webContents.startDrag({
    file: found[0]!,
    files: found,
    icon: nativeImage.createFromPath(icon('icon-128.png')).resize({ width: 48 }),
  })
}

async function prepare(file: FileToSave): Promise<string> {
  const key = keyOf(file)
  const saved = await savedPath(file)
  const known = saved ?? (await prepared.get(key)?.catch(() => undefined))
  if (known && (await isThere(known))) {
    prepared.set(key, Promise.resolve(known))
    return known
  }
  const path = fetchFile(file)
  prepared.set(key, path)
  path.catch(() => prepared.delete(key))
  return path
}

async function fetchFile(file: FileToSave): Promise<string> {
  if (file.size > mostToDrag) throw new TooLarge()
  const place = await mkdtemp(join(await temporaryFolder(), 'file-'))
  const part = (await takeReceived(file)) ?? (await makePart(place, safeName(file.name)))
  await transfer(part, file, askServer(file, { purpose: 'save' }), AbortSignal.timeout(patience), () => {})
  return settlePart(part, place, safeName(file.name))
}

function temporaryFolder(): Promise<string> {
  folder ??= mkdtemp(join(tmpdir(), 'chatter-drag-')).then(path => {
    app.on('will-quit', () => rmSync(path, { recursive: true, force: true }))
    return path
  })
  return folder
}

const keyOf = ({ serverUrl, id }: FileAddress) => `${serverUrl} ${id}`
