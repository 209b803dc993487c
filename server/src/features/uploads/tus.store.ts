/** What the tus protocol stores its bytes in: uploads of a room, each of them one person's. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { DataStore, Upload as TusUpload } from '@tus/server'
import type { FastifyInstance } from 'fastify'
import { accessAttachment, noSuchFile, removeAttachment } from '../attachments/attachments.ts'
import type { Turn } from './live.ts'
import type { Pace } from './pace.ts'
import { readMetadata } from './tus.metadata.ts'
import { dropUpload, findUpload, finishUpload, openUpload, receive, type Upload } from './uploads.ts'

/** One request, as the store has to know it: the protocol hands it only ids and streams. */
export type Asking = {
  account: Account
  raw: IncomingMessage
  pace: Pace
  turn?: Turn
  /** What went wrong, in our words. */
  failure?: unknown
}

export const asking = new AsyncLocalStorage<Asking>()

/** How long an upload that nobody goes on with is kept, in milliseconds. */
export const uploadPatience = 24 * 60 * 60_000

/**
 * Every call is about an upload of the person who asks; others' do not exist for them. Bytes are taken from the request itself:
 * on the way through the web streams of the protocol's library they would cost twice as much.
 */
export class UploadStore extends DataStore {
  readonly #app: FastifyInstance

  constructor(app: FastifyInstance) {
    super()
    this.#app = app
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration']
  }

  override async create(upload: TusUpload): Promise<TusUpload> {
    const { roomId, told } = readMetadata(upload.metadata ?? {}, upload.size!)
    const opened = await openUpload(this.#app, who(), roomId, told, upload.id)
    if (opened.size === 0) await finishUpload(this.#app, opened)
    return upload
  }

  /** An upload whose bytes are all there, but whose end was missed by a server that was killed, is ended now. */
  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await findUpload(this.#app, who(), id)
    if (!upload) return finishedUpload(this.#app, id)
    const offset = await this.#app.storage.sizeOf(upload.key)
    if (offset === upload.size) await finishUpload(this.#app, upload)
    return toTus(upload, offset)
  }

  override async write(unused: Readable, id: string, offset: number): Promise<number> {
    unused.resume()
    const upload = await findUpload(this.#app, who(), id)
    // All of it was there before.
    if (!upload) return offset
    return writeBytes(this.#app, upload)
  }

  override async remove(id: string): Promise<void> {
    const upload = await findUpload(this.#app, who(), id)
    if (upload) await dropUpload(this.#app, upload)
    else await removeAttachment(this.#app, who(), id)
  }

  override getExpiration(): number {
    return uploadPatience
  }
}

/** @throws ChatterError `not_found` when this is no upload of the person who asks, under way or done */
export async function accessOwn(app: FastifyInstance, id: string): Promise<void> {
  if (!(await findUpload(app, who(), id))) await finishedUpload(app, id)
}

function who(): Account {
  return asking.getStore()!.account
}

async function writeBytes(app: FastifyInstance, upload: Upload): Promise<number> {
  const { raw, pace, turn } = asking.getStore()!
  const wanted = new AbortController()
  turn?.onWanted(reason => wanted.abort(reason))
  const signal = AbortSignal.any([pace.signal, wanted.signal])
  const { hold, release } = pace
  const { writing, offset } = await receive(app, upload, {
    stream: raw,
    signal,
    hold,
    release,
    isOurs: true,
  }).catch(async (error: unknown) => {
    // Who sends more than they told does not know what they send.
    if (error instanceof ChatterError && error.code === 'upload_broken' && !signal.aborted)
      await dropUpload(app, upload)
    throw error
  })
  if (offset < upload.size) return writing.close()
  await finishUpload(app, upload, writing)
  return offset
}

/** For who did not hear the last answer: the upload is an attachment by now. */
async function finishedUpload(app: FastifyInstance, id: string): Promise<TusUpload> {
  const { attachment, accountId } = await accessAttachment(app, who(), id)
  if (accountId !== who().id) throw noSuchFile()
  return new TusUpload({ id, size: attachment.size, offset: attachment.size })
}

/** The library counts the time until an upload expires from its creation; we do from its last bytes. */
function toTus({ id, size, touchedAt }: Upload, offset: number): TusUpload {
  return new TusUpload({ id, size, offset, creation_date: new Date(touchedAt).toISOString() })
}
