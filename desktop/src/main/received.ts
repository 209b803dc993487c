/** Files that come directly from another person's app, as this desktop has them: they end among its downloads. */
import { join } from 'node:path'
import { app } from 'electron'
import type { FileToReceive, FileToSave, ReceivedFile } from '../bridge/bridge.ts'
import { adoptDownload, unfinishedDownloads } from './downloads.ts'
import { signal } from './ipc.ts'
import { createReceived, type Received } from './received/list.ts'

let received: Promise<Received> | undefined

/** Removes what was left too long, whoever is logged in now. */
export const setupReceived = async () => void (await theirs())

/** The list is read when it is asked for the first time. */
function theirs(): Promise<Received> {
  received ??= restore()
  return received
}

async function restore(): Promise<Received> {
  const restored = createReceived({
    listFile: join(app.getPath('userData'), 'received.json'),
    folder: join(app.getPath('userData'), 'received'),
    isNeeded: path => unfinishedDownloads().includes(path),
    onGone: file => signal('received:gone', file),
  })
  await restored.restore()
  app.on('will-quit', () => void restored.stop())
  return restored
}

export const listReceived = async () => (await theirs()).list()
export const openReceived = async (file: FileToReceive) => (await theirs()).open(file)
export const checkReceived = async (file: ReceivedFile) => (await theirs()).check(file)
export const closeReceived = async (file: ReceivedFile) => (await theirs()).close(file)
export const removeReceived = async (file: ReceivedFile) => (await theirs()).remove(file)

export async function writeReceived(request: ReceivedFile & { offset: number; bytes: Uint8Array }) {
  await (await theirs()).write(request, request.offset, request.bytes)
}

/** @returns where it lies that was received of a content, which is the caller's from then on */
export const takeReceived = async (file: ReceivedFile) => (await theirs()).take(file)

/** @returns whether something was there that could be gone on with */
export async function adoptReceived(file: FileToSave): Promise<boolean> {
  const part = await takeReceived(file)
  if (!part) return false
  await adoptDownload(file, part)
  return true
}
