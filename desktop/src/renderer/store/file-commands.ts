/** What a person does with files that are not sent yet, or on their way. */
import { attachmentLimits, parseFileName } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Client } from './client.type.ts'
import { fileNameOf } from './file-name.ts'
import type { ChosenFile, Files } from './files.ts'
import { type Refusal, refusalOf } from './limits.ts'
import type { OutboxDriver } from './outbox.driver.ts'
import type { OutboxEntry } from './outbox.ts'
import { isStuck, type PendingFile } from './pending-file.ts'
import type { ClientState } from './state.ts'
import type { Uploads } from './uploads.ts'

type FileCommands = Pick<
  Client,
  | 'retry'
  | 'takeBack'
  | 'chooseFiles'
  | 'renameFile'
  | 'removeFile'
  | 'pauseFile'
  | 'resumeFile'
  | 'cancelFile'
>

type Parts = {
  read: () => ClientState
  files: Files
  uploads: Uploads
  outbox: OutboxDriver
  /** Asks the server what it takes now. */
  refreshLimits: () => Promise<void>
  /** Whether the server has these bytes where this person may read them. */
  isThere: (roomId: number, file: ChosenFile) => Promise<boolean>
}

export function createFileCommands(parts: Parts): FileCommands {
  const { read, files, uploads, outbox, refreshLimits, isThere } = parts

  /**
   * Which of these go into the tray of a room, and which do not, as far as it is known now.
   * @param there those that need no room at the server
   */
  function judge(roomId: number, chosen: readonly ChosenFile[], there: ReadonlySet<ChosenFile> = new Set()) {
    const refused: { file: ChosenFile; refusal: Refusal }[] = []
    const taken: ChosenFile[] = []
    const inTray = read().trays[roomId]?.length ?? 0
    let waiting = bytesToSend()
    for (const file of chosen) {
      const { type, blob } = file
      const name = fileNameOf(file.name)
      const limits = read().uploadLimits
      const known = limits && there.has(file) ? { ...limits, left: undefined } : limits
      const refusal =
        inTray + taken.length >= attachmentLimits.perPost
          ? { name, reason: 'too_many' as const, limit: attachmentLimits.perPost }
          : refusalOf({ name, type, size: blob.size }, known, waiting)
      if (refusal) refused.push({ file, refusal })
      else taken.push({ name, type, blob })
      if (!refusal && !there.has(file)) waiting += blob.size
    }
    return { taken, refused }
  }

  /** Bytes that will count against a quota. What is under way counts there already. */
  function bytesToSend(): number {
    return Object.values(read().files)
      .filter(file => isWaiting(file) && !files.row(file.id)?.uploadUrl)
      .reduce((sum, { size }) => sum + size, 0)
  }

  return {
    retry(clientId) {
      files.forgive(postNamed(read(), clientId)?.fileIds ?? [])
      outbox.retry(clientId)
    },
    takeBack(clientId) {
      const taken = outbox.discard(clientId)
      if (taken?.fileIds) files.giveBack(taken.roomId, taken.fileIds)
      return taken && { text: taken.body, ...(taken.replyTo && { replyTo: taken.replyTo }) }
    },
    async chooseFiles(roomId, chosen) {
      // What is known of the quotas may be old: files are deleted elsewhere, too.
      const isFull = judge(roomId, chosen).refused.some(({ refusal }) => refusal.reason === 'quota_exceeded')
      if (isFull) await refreshLimits()
      const there = new Set<ChosenFile>()
      // A full server still takes what it has: to that, nothing is added.
      for (const { file, refusal } of judge(roomId, chosen).refused)
        if (
          refusal.reason === 'quota_exceeded' &&
          refusal.leftOf === 'server' &&
          (await isThere(roomId, file))
        )
          there.add(file)
      const { taken, refused } = judge(roomId, chosen, there)
      if (taken.length > 0) files.choose(roomId, taken)
      return refused.map(({ refusal }) => refusal)
    },
    renameFile: (fileId, name) => files.rename(fileId, parseFileName(name)),
    removeFile: files.remove,
    pauseFile(fileId) {
      files.pause(fileId)
      uploads.pump()
      outbox.pump()
    },
    resumeFile(fileId) {
      files.resume(fileId)
      uploads.pump()
    },
    cancelFile(fileId) {
      const post = read().outbox.find(({ fileIds }) => fileIds?.includes(fileId))
      const wasStuck = isStuck(read().files[fileId])
      outbox.removeFile(fileId)
      if (!post || !wasStuck) return
      // What was held up by this file alone goes now.
      const left = postNamed(read(), post.clientId)
      if (left && !left.fileIds?.some(id => isStuck(read().files[id]))) outbox.retry(left.clientId)
    },
  }
}

function postNamed({ outbox }: ClientState, clientId: string) {
  return outbox.find(post => post.clientId === clientId)
}

/** Whether a file of a post has to go to the server. */
export function isWanted(file: PendingFile | undefined): boolean {
  return file !== undefined && file.progress.state !== 'paused' && isWaiting(file)
}

function isWaiting(file: PendingFile): boolean {
  return !isStuck(file) && file.progress.state !== 'done'
}

/**
 * A post whose files were not copied before the app was killed, or were refused at that moment, cannot be sent as it was meant;
 * it says so.
 */
export function refusedIfStuck(entry: OutboxEntry, files: ClientState['files']): OutboxEntry {
  if (entry.state !== 'sending' || !entry.fileIds?.some(id => isStuck(files[id]))) return entry
  const error = new ChatterError('upload_broken', 'A file was not kept before the app ended, or refused.')
  return { ...entry, state: { failed: error.toWire() } }
}
