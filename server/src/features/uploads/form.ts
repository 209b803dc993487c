/** A whole file in one form, for those who need no more. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Attachment } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Writing } from '../../lib/storage.ts'
import { findRole, notFound } from '../members/members.ts'
import { createHeadWatch } from './form.heads.ts'
import type { Turn } from './live.ts'
import { watchPace } from './pace.ts'
import { readForm } from './tus.metadata.ts'
import { tooLarge } from './uploads.limits.ts'
import { dropUpload, finishUpload, openUpload, receive, type Upload } from './uploads.ts'

/** What a form may take besides its file, in bytes. */
const wrapping = 64 * 1024

/** A form has some short fields and one file. */
export const formLimits = {
  fieldNameSize: 100,
  fieldSize: 16 * 1024,
  fields: 10,
  files: 2,
  parts: 12,
  headerPairs: 20,
  fileSize: Number.MAX_SAFE_INTEGER,
}

/**
 * Receives a form with a file for a room, and makes it an attachment.
 * @throws ChatterError as `openUpload` does, or `upload_broken`; nothing of the file is left then
 */
export async function receiveForm(
  app: FastifyInstance,
  request: FastifyRequest,
  account: Account,
  roomId: number,
): Promise<Attachment> {
  if (!(await findRole(app.db, roomId, account.id))) throw notFound()
  if (!request.isMultipart()) throw new ChatterError('invalid_input', 'A file comes as multipart/form-data.')
  const { rules, patience } = app.uploads
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  if (length > rules.size + wrapping) throw tooLarge(rules, length)
  const pace = watchPace(request.raw, patience)
  const tooSlow = new Promise<never>((_, reject) => {
    pace.signal.addEventListener('abort', () => reject(pace.signal.reason))
  })
  const wanted = new AbortController()
  const spoiled = Promise.withResolvers<never>()
  const watch = createHeadWatch(request.headers['content-type']!)
  let file: Received | undefined
  request.raw.on('data', look)
  try {
    return await Promise.race([readParts(), tooSlow, spoiled.promise])
  } catch (error) {
    if (file) await giveUp(app, file)
    throw refusal(error)
  } finally {
    file?.turn.end()
    pace.stop()
    request.raw.off('data', look)
    request.raw.unpipe()
  }

  function look(bytes: Buffer) {
    try {
      watch(bytes)
    } catch (error) {
      request.raw.off('data', look)
      wanted.abort(error)
      spoiled.reject(error)
    }
  }

  async function readParts(): Promise<Attachment> {
    const fields: Record<string, string | number> = {}
    for await (const part of request.parts()) {
      if (file) throw broken('The file has to be the last part of the form, and the only one.')
      if (part.type === 'file') file = await receiveFile(part, fields)
      else if (part.valueTruncated || part.fieldnameTruncated) throw broken('A field is too long.')
      else fields[part.fieldname] = String(part.value)
    }
    if (!file) throw new ChatterError('invalid_input', 'The form has no file.', { field: 'file' })
    if (pace.signal.aborted) throw pace.signal.reason
    return finishUpload(app, file.upload, file.writing)
  }

  async function receiveFile(
    part: MultipartFile,
    fields: Record<string, string | number>,
  ): Promise<Received> {
    const told = readForm({
      name: part.filename,
      type: part.mimetype,
      ...fields,
      size: fields.size ?? length,
    })
    const size = fields.size === undefined ? Math.min(told.size, rules.size) : told.size
    const upload = await openUpload(app, account, roomId, { ...told, size })
    const turn = await app.uploads.live.takeTurn(upload.id)
    turn.onWanted(reason => wanted.abort(reason))
    const { hold, release } = pace
    const signal = AbortSignal.any([pace.signal, wanted.signal])
    try {
      const { writing, offset, how } = await receive(app, upload, {
        stream: part.file,
        signal,
        hold,
        release,
      })
      const file = { upload: { ...upload, size: offset }, writing, turn }
      if (how === 'ended' && !signal.aborted && (fields.size === undefined || offset === size)) return file
      await giveUp(app, file)
      signal.throwIfAborted()
      throw broken(
        how === 'cut'
          ? 'The connection was cut.'
          : `${offset} bytes came instead of the ${size} that were told.`,
      )
    } catch (error) {
      await dropUpload(app, upload).finally(() => turn.end())
      // Without a size, the largest that is allowed was waited for.
      const isMore = error instanceof ChatterError && error.code === 'upload_broken' && !signal.aborted
      throw isMore && fields.size === undefined && size === rules.size ? tooLarge(rules) : error
    }
  }
}

/** A file that came whole, and the turn it came in, which has to be ended. */
type Received = { upload: Upload; writing: Writing; turn: Turn }

async function giveUp(app: FastifyInstance, { upload, writing }: Received): Promise<void> {
  await writing.close().catch(() => {})
  await dropUpload(app, upload)
}

function broken(why: string): ChatterError {
  return new ChatterError('upload_broken', why)
}

/** What the parser of forms complains of, in our codes. */
function refusal(error: unknown): unknown {
  if (error instanceof ChatterError) return error
  const { code, message } = error as { code?: unknown; message?: string }
  const isParser =
    (typeof code === 'string' && code.startsWith('FST_')) ||
    /multipart|boundary|part|header/i.test(message ?? '')
  return isParser ? broken(`The form cannot be read: ${message}.`) : error
}
