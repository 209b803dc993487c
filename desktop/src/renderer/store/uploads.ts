/**
 * Carries the files of the outbox to the server, a few at once, and begins again where it was cut. What the server has already,
 * and this person may read, is proven instead of sent. The outbox decides which files go; this file knows how.
 */
import { type Attachment, type Claim, type Declaration, parseMediaType } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { isRefusal } from '../connection/api.ts'
import { UploadForgotten, type UploadRequest } from '../connection/upload.ts'
import type { Hashed } from '../lib/sha256.ts'
import { fileNameOf } from './file-name.ts'
import { type ChosenFile, type Files, restingProgress } from './files.ts'
import type { Leftovers } from './leftovers.ts'
import type { PendingFile } from './pending-file.ts'
import { createRest } from './rest.ts'
import { createTelling } from './speed.ts'
import type { FileRow, Leftover } from './writing.ts'

const uploadsAtOnce = 3

/** Failures of one file that lead to another try, before it is called failed: nothing is sent in circles. */
const mostTries = { internal: 5, anew: 3 } as const

/** A file, and the room that it is for. */
export type Upload = { fileId: string; roomId: number }

/** A file of which the other person of a direct room may have some. */
export type Offered = { roomId: number; sha256: string; attachmentId?: string | undefined }

export type UploadsOptions = {
  files: Files
  /** Where goes what the server has, and nobody wants. */
  leftovers: Pick<Leftovers, 'add'>
  read: (fileId: string) => PendingFile | undefined
  api: {
    claim: (roomId: number, declaration: Declaration) => Promise<Claim['claim']>
    proveClaim: (id: string, proof: { proof: string }) => Promise<Attachment>
    readAttachment: (id: string) => Promise<Attachment>
    putThumbnail: (id: string, picture: Blob) => Promise<unknown>
  }
  send: (request: Omit<UploadRequest, 'serverUrl' | 'token'>) => Promise<{ url: string; wasThere: boolean }>
  hash: (hashed: Hashed) => Promise<string>
  /** Whether files may go now. */
  isReady: () => boolean
  /** The files that shall go, the most urgent first. */
  wanted: () => readonly Upload[]
  /** The server has set the size of a file aside. */
  onBegun: () => void
  onDone: () => void
  onFailed: (fileId: string, error: ChatterError) => void
  /** The session is over. */
  onRefused: (error: ChatterError) => void
  /** Another way than through the server, where there is one. */
  direct?: {
    /**
     * Resolves with the attachment when the file went that way, and with undefined when it shall go to the server.
     * `onOffered` is called before the other person's apps hear of it.
     */
    send: (
      upload: Upload & {
        file: PendingFile
        declaration: Declaration
        signal: AbortSignal
        onOffered: () => void
      },
      onProgress: (sent: number) => void,
    ) => Promise<Attachment | undefined>
    /** What was offered will not be posted. Resolves with whether that could be told. */
    takeBack: (offered: Offered) => Promise<boolean>
  }
  now: () => number
  random: () => number
}

export type Uploads = ReturnType<typeof createUploads>

export function createUploads(options: UploadsOptions) {
  const { files, leftovers, read, api, send, isReady, wanted, onBegun, onDone, onFailed, now, random } =
    options
  const active = new Map<string, AbortController>()
  const tries = new Map<string, { internal: number; anew: number }>()
  /** Those of files that nobody wants to send any more, and whose answers may still come. */
  const givenUp = new WeakSet<AbortSignal>()
  /** What was offered directly and dropped while that could not be told. */
  const offered = new Set<Offered>()
  const rest = createRest({ random, onEnd: pump })

  /** Begins what may go now, and ends what shall not go on. */
  function pump() {
    const uploads = wanted()
    const ids = new Set(uploads.map(({ fileId }) => fileId))
    for (const [fileId, controller] of active) if (!ids.has(fileId) || !isReady()) controller.abort()
    if (!isReady() || rest.isOn()) return
    for (const upload of uploads)
      if (active.size < uploadsAtOnce && !active.has(upload.fileId)) void run(upload)
  }

  async function run(upload: Upload) {
    const { fileId } = upload
    const controller = new AbortController()
    active.set(fileId, controller)
    try {
      const attachmentId = await carry(upload, controller.signal)
      if (givenUp.has(controller.signal)) leftovers.add({ id: attachmentId })
      else await arrive(fileId, attachmentId)
    } catch (error) {
      fail(fileId, error, controller.signal.aborted)
    } finally {
      active.delete(fileId)
    }
    pump()
  }

  async function arrive(fileId: string, attachmentId: string) {
    rest.reset()
    tries.delete(fileId)
    await files.note(fileId, { attachmentId, uploadUrl: undefined })
    files.setProgress(fileId, { state: 'done', attachmentId })
    onDone()
  }

  /** Brings a file to the server, in the cheapest way. @returns the attachment's id */
  async function carry(upload: Upload, signal: AbortSignal): Promise<string> {
    const { fileId, roomId } = upload
    await files.prepared(fileId)
    signal.throwIfAborted()
    const file = read(fileId)
    const row = files.row(fileId)
    if (!file || !row) throw new ChatterError('upload_broken', 'The file is not there any more.')
    if (row.attachmentId) return row.attachmentId
    const tell = tellingOf(file)
    if (row.sha256 && !row.uploadUrl) {
      const declaration = declarationOf(row, row.sha256)
      const onOffered = () => void files.note(fileId, { offeredIn: roomId })
      const direct = await options.direct?.send({ ...upload, file, declaration, signal, onOffered }, tell)
      if (direct) return direct.id
      const claimed = await claim(roomId, declaration, file.blob, signal)
      if (claimed)
        return addThumbnail(claimed.id, file).catch(error => {
          // The next try makes a claim of its own.
          leftovers.add({ id: claimed.id })
          throw error
        })
    }
    const id = await sendBytes(upload, file, row, signal, tell)
    return addThumbnail(id, file)
  }

  async function sendBytes(
    { fileId, roomId }: Upload,
    { blob }: PendingFile,
    row: FileRow,
    signal: AbortSignal,
    onProgress: (sent: number) => void,
  ): Promise<string> {
    let uploadUrl = row.uploadUrl
    const onUrl = (url: string) => {
      if (url === uploadUrl) return
      uploadUrl = url
      // It was stopped while it began: whoever goes on with the file begins anew.
      if (signal.aborted) return leftovers.add(leftoverOf(url))
      void files.note(fileId, { uploadUrl })
      onBegun()
    }
    try {
      const metadata = metadataOf(roomId, row)
      const { url, wasThere } = await send({ blob, url: uploadUrl, metadata, signal, onUrl, onProgress })
      if (wasThere && !(await isAttached(url))) throw new UploadForgotten()
      return idOf(url)
    } catch (error) {
      if (!(error instanceof UploadForgotten)) throw error
      // It may have ended without this app hearing of it.
      if (uploadUrl && (await isAttached(uploadUrl))) return idOf(uploadUrl)
      await files.note(fileId, { uploadUrl: undefined })
      files.setProgress(fileId, { state: 'waiting', sent: 0 })
      throw error
    }
  }

  /** The upload's id is the attachment's, once the server has all of it. */
  async function isAttached(url: string): Promise<boolean> {
    try {
      await api.readAttachment(idOf(url))
      return true
    } catch (error) {
      if (error instanceof ChatterError && error.code === 'not_found') return false
      throw error
    }
  }

  /** Proves to the server that this person has what the server has, too. */
  async function claim(roomId: number, declaration: Declaration, blob: Blob, signal: AbortSignal) {
    const claim = declaration.size > 0 ? await api.claim(roomId, declaration) : null
    if (!claim) return undefined
    const proof = await options.hash({ blob, prefix: claim.nonce, ranges: claim.ranges })
    signal.throwIfAborted()
    return api.proveClaim(claim.id, { proof }).catch(error => {
      // It was removed meanwhile, or the claim took too long: the bytes go then.
      if (error instanceof ChatterError && ['not_found', 'upload_broken'].includes(error.code))
        return undefined
      throw error
    })
  }

  /** A file without a picture is better than none at all. */
  async function addThumbnail(id: string, { thumbnail }: PendingFile): Promise<string> {
    if (thumbnail)
      await api.putThumbnail(id, thumbnail).catch(error => {
        if (error instanceof ChatterError && error.code === 'unavailable') throw error
      })
    return id
  }

  function fail(fileId: string, error: unknown, wasStopped: boolean) {
    const row = files.row(fileId)
    // Whoever paused it has set how it stands already.
    if (row && read(fileId)?.progress.state === 'sending') files.setProgress(fileId, standing(fileId, row))
    if (!row || wasStopped) return
    const failure =
      error instanceof ChatterError || error instanceof UploadForgotten ? error : unreadable(error)
    if (isPassing(fileId, failure)) {
      if (failure instanceof UploadForgotten) return
      if (isRefusal(failure)) options.onRefused(failure)
      else if (isReady()) rest.begin(failure)
      return
    }
    tries.delete(fileId)
    // If it is sent again, it begins anew.
    clear(row)
    const refusal = failure instanceof UploadForgotten ? forgotten() : failure
    files.refuse(fileId, refusal.code)
    onFailed(fileId, refusal)
  }

  /** What the server has so far stays to be seen. */
  function standing(fileId: string, row: FileRow) {
    const progress = read(fileId)?.progress
    const resting = restingProgress(row)
    return 'sent' in resting && progress && 'sent' in progress ? { ...resting, sent: progress.sent } : resting
  }

  /** Whether the same file may arrive later. */
  function isPassing(fileId: string, failure: ChatterError | UploadForgotten): boolean {
    const counts = tries.get(fileId) ?? { internal: 0, anew: 0 }
    tries.set(fileId, counts)
    if (failure instanceof UploadForgotten) return ++counts.anew < mostTries.anew
    if (failure.code === 'internal') return ++counts.internal < mostTries.internal
    return failure.code === 'unavailable' || failure.code === 'rate_limited' || isRefusal(failure)
  }

  /** How far a file is, as long as it is on its way. */
  function tellingOf({ id, size }: PendingFile) {
    return createTelling({ size, now }, (sent, speed) => {
      if (!active.has(id) || active.get(id)!.signal.aborted) return
      const secondsLeft = speed ? (size - sent) / speed : undefined
      files.setProgress(id, {
        state: 'sending',
        sent,
        ...(speed !== undefined && { speed }),
        ...(secondsLeft !== undefined && { secondsLeft }),
      })
    })
  }

  /** The server may have some of a file that is not sent as it is. */
  function clear({ id, attachmentId, uploadUrl }: FileRow) {
    const controller = active.get(id)
    if (controller) givenUp.add(controller.signal)
    controller?.abort()
    if (attachmentId) leftovers.add({ id: attachmentId })
    else if (uploadUrl) leftovers.add(leftoverOf(uploadUrl))
  }

  async function takeBack(file: Offered) {
    if (!(await options.direct?.takeBack(file))) offered.add(file)
  }

  return {
    pump,
    /** It will not be posted: the other person's app, too, may have some of it. */
    drop(row: FileRow) {
      clear(row)
      const { offeredIn, sha256, attachmentId } = row
      if (offeredIn !== undefined && sha256) void takeBack({ roomId: offeredIn, sha256, attachmentId })
    },
    /** Whether the server says that these bytes could be proven instead of sent. */
    async isThere(roomId: number, { name, type: told, blob }: ChosenFile): Promise<boolean> {
      const [sha256, type, { size }] = [await options.hash({ blob }), parseMediaType(told), blob]
      return (await api.claim(roomId, { name: fileNameOf(name), type, size, sha256 })) !== null
    },
    /** The server has none of these files any more. */
    async begin(fileIds: readonly string[]) {
      for (const id of fileIds) {
        await files.note(id, { attachmentId: undefined, uploadUrl: undefined })
        files.setProgress(id, { state: 'waiting', sent: 0 })
      }
      pump()
    },
    /** There is a new connection. */
    resume() {
      for (const file of offered) void takeBack(file)
      offered.clear()
      rest.wake()
    },
    stop() {
      rest.stop()
      for (const controller of active.values()) controller.abort()
    },
  }
}

function declarationOf({ name, type, size, width, height, duration }: FileRow, sha256: string): Declaration {
  return {
    name,
    type,
    size,
    sha256,
    ...(width && height && { width, height }),
    ...(duration && { duration }),
  }
}

function metadataOf(roomId: number, row: FileRow): Record<string, string> {
  const { name, type, sha256, width, height, duration } = row
  const told = { roomId, name, type, sha256, width, height, duration }
  return Object.fromEntries(
    Object.entries(told)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  )
}

function leftoverOf(uploadUrl: string): Leftover {
  return { id: idOf(uploadUrl), uploadUrl }
}

function idOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1)!
}

function forgotten(): ChatterError {
  return new ChatterError('upload_broken', 'The server forgot the upload again and again.')
}

function unreadable(error: unknown): ChatterError {
  console.warn('A file could not be read.', error)
  return new ChatterError('upload_broken', 'The file could not be read.')
}
