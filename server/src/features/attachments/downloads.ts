/** Giving out the bytes of files: whole or a part, as they come from the storage, to whoever may read them now. */
import type { Readable } from 'node:stream'
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MissingBytes } from '../../lib/storage.ts'
import { type FoundAttachment, noSuchFile } from './attachments.ts'
import { isKnown, parseRange, type Stretch } from './range.ts'

/** What a browser may show by itself. All else is saved, whatever it says it is. */
const shown = /^(image\/(png|jpeg|gif|webp|avif)|video\/.+|audio\/.+)$/

/** Nothing that is opened as a page runs, and nobody guesses at types. Whether it may still be read is asked each time. */
const guarded = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-cache',
}

/** What is being sent, which a closing server does not wait for: whoever takes it goes on where it ended. */
export type Downloads = Set<Readable>

export async function sendFile(
  app: FastifyInstance,
  downloads: Downloads,
  { attachment, storageKey }: FoundAttachment,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  // Its bytes went from person to person.
  if (!storageKey) throw noSuchFile()
  const { size, sha256 } = attachment
  const etag = `"${sha256}"`
  const isShown = shown.test(attachment.type)
  reply.headers({
    ...guarded,
    etag,
    'accept-ranges': 'bytes',
    'content-disposition': dispositionOf(attachment, isShown),
  })
  if (isKnown(request.headers['if-none-match'], etag)) return reply.status(304).send()
  reply.type(isShown ? attachment.type : 'application/octet-stream')
  if (request.method === 'HEAD') return reply.header('content-length', size).send()
  const part = parseRange(request.headers.range, request.headers['if-range'] as string | undefined, {
    size,
    etag,
  })
  if (part === 'none') return refuseRange(reply, size)
  if (part !== 'whole')
    reply.status(206).header('content-range', `bytes ${part.start}-${part.end - 1}/${size}`)
  const stretch = part === 'whole' ? { start: 0, end: size } : part
  reply.header('content-length', stretch.end - stretch.start)
  return send(app, downloads, storageKey, stretch, reply)
}

export async function sendThumbnail(
  app: FastifyInstance,
  downloads: Downloads,
  { thumbnail }: FoundAttachment,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (!thumbnail) throw noSuchFile()
  const etag = `"${thumbnail.key.slice(0, 16)}"`
  reply.headers({ ...guarded, etag })
  if (isKnown(request.headers['if-none-match'], etag)) return reply.status(304).send()
  reply.type(thumbnail.type)
  return send(app, downloads, thumbnail.key, undefined, reply)
}

async function send(
  app: FastifyInstance,
  downloads: Downloads,
  key: string,
  stretch: Stretch | undefined,
  reply: FastifyReply,
) {
  const bytes = await app.storage.read(key, stretch).catch((error: unknown) => {
    if (!(error instanceof MissingBytes)) throw error
    app.log.error({ err: error, key }, 'the storage lacks a file')
    for (const name of ['content-length', 'content-range', 'etag']) reply.removeHeader(name)
    throw noSuchFile()
  })
  downloads.add(bytes)
  bytes.once('close', () => downloads.delete(bytes))
  // Who has gone meanwhile takes nothing, and nobody would close it.
  if (reply.raw.destroyed) bytes.destroy()
  return reply.send(bytes)
}

function refuseRange(reply: FastifyReply, size: number) {
  return reply.status(416).header('content-range', `bytes */${size}`).removeHeader('content-type').send()
}

/** The name in full for whoever knows RFC 8187, and without its special characters for all others. */
export function dispositionOf({ name }: Pick<Attachment, 'name'>, isShown: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${isShown ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${full}`
}
