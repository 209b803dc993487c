/** What a person does with files that are not sent yet, or on their way. */
import { attachmentLimits, parseFileName } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Client } from './client.type.ts'
import { fileNameOf } from './file-name.ts'
import type { ChosenFile, Files } from './files.ts'
import { type Refusal, refusalOf } from './limits.ts'
import type { OutboxDriver } from './outbox.driver.ts'
import type { OutboxEntry } from './outbox.ts'
import type { PendingFile } from './pending-file.ts'
import type { ClientState } from './state.ts'
import type { Uploads } from './uploads.ts'

type FileCommands = Pick<
  Client,
  'takeBack' | 'chooseFiles' | 'renameFile' | 'removeFile' | 'pauseFile' | 'resumeFile' | 'cancelFile'
>

type Parts = { read: () => ClientState; files: Files; uploads: Uploads; outbox: OutboxDriver }

export function createFileCommands({ read, files, uploads, outbox }: Parts): FileCommands {
  return {
    takeBack(clientId) {
      const taken = outbox.discard(clientId)
      if (taken?.fileIds) files.giveBack(taken.roomId, taken.fileIds)
      return taken && { text: taken.body, ...(taken.replyTo && { replyTo: taken.replyTo }) }
    },
    chooseFiles(roomId, chosen) {
      const refusals: Refusal[] = []
      const taken: ChosenFile[] = []
      const inTray = read().trays[roomId]?.length ?? 0
      let waiting = bytesToSend(read())
      for (const { name: given, type, blob } of chosen) {
        const name = fileNameOf(given)
        const refusal =
          inTray + taken.length >= attachmentLimits.perPost
            ? { name, reason: 'too_many' as const, limit: attachmentLimits.perPost }
            : refusalOf({ name, type, size: blob.size }, read().uploadLimits, waiting)
        if (refusal) refusals.push(refusal)
        else taken.push({ name, type, blob })
        if (!refusal) waiting += blob.size
      }
      if (taken.length > 0) files.choose(roomId, taken)
      return refusals
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
    cancelFile: outbox.removeFile,
  }
}

/** Whether a file of a post has to go to the server. */
export function isWanted(file: PendingFile | undefined): boolean {
  return file !== undefined && !['done', 'paused', 'missing'].includes(file.progress.state)
}

/** A post whose files were not copied before the app was killed cannot be sent as it was meant; it says so. */
export function refusedIfMissing(entry: OutboxEntry, files: ClientState['files']): OutboxEntry {
  const isMissing = (id: string) => !files[id] || files[id].progress.state === 'missing'
  if (!entry.fileIds?.some(isMissing)) return entry
  const error = new ChatterError('upload_broken', 'A file was not kept before the app ended.')
  return { ...entry, state: { failed: error.toWire() } }
}

/** Bytes that count against a quota soon. */
function bytesToSend({ files }: ClientState): number {
  return Object.values(files)
    .filter(({ progress }) => progress.state !== 'done')
    .reduce((sum, { size }) => sum + size, 0)
}
