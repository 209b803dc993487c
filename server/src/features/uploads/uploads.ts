/** Files on their way to the server: told first, received in as many pieces as it takes, and finished as attachments. */
import { createHash, randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Account } from '@chatter/shared/accounts.ts'
import { type Attachment, type Declaration, parseMediaType } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance } from 'fastify'
import { giveBack } from '../../lib/give-back.ts'
import { createKey, type Writing } from '../../lib/storage.ts'
import { transact } from '../../lib/transact.ts'
import { addAttachment } from '../attachments/attachments.ts'
import { noteDiscards } from '../attachments/discards.ts'
import { readFileName } from '../attachments/file-names.ts'
import { findRole, holdRole, notFound } from '../members/members.ts'
import { drink } from './drink.ts'
import { checkFile, checkQuota } from './uploads.limits.ts'
import * as table from './uploads.table.ts'

export type { Upload } from './uploads.table.ts'

/** What is told of a file before its bytes; whoever hashes while sending does not know `sha256` yet. */
export type Told = Omit<Declaration, 'sha256'> & { sha256?: string }

/**
 * Begins an upload: everything that can be refused is refused here, before the first byte, and its size is set aside.
 * @throws ChatterError `not_found`, `rate_limited`, `invalid_input`, `too_large`, `type_forbidden` or `quota_exceeded`
 */
export async function openUpload(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  told: Told,
  id: string = randomUUID(),
): Promise<table.Upload> {
  if (!(await findRole(app.db, roomId, account.id))) throw notFound()
  app.limits.take('upload', account.id)
  const upload = {
    ...told,
    id,
    roomId,
    accountId: account.id,
    name: readFileName(told.name),
    type: parseMediaType(told.type),
    sha256: told.sha256 ?? null,
    key: createKey(),
    touchedAt: Date.now(),
  }
  checkFile(app.uploads.rules, upload)
  await app.uploads.calmly(() =>
    transact(app.db, async trx => {
      await checkQuota(trx, app.uploads.rules, account.id, { person: upload.size, server: upload.size })
      await table.insertUpload(trx, upload)
    }),
  )
  return upload
}

/** The person's own upload, while they are in its room. Undefined when there is none. */
export async function findUpload(
  app: FastifyInstance,
  account: Account,
  id: string,
): Promise<table.Upload | undefined> {
  return app.uploads.calmly(async () => {
    const upload = await table.findUpload(app.db, account.id, id)
    const isIn = upload?.roomId && (await findRole(app.db, upload.roomId, account.id))
    return isIn ? upload : undefined
  })
}

/** A sender, as far as an upload knows it. */
export type Sender = {
  stream: Readable
  /** Aborted, with the reason, when the sender is to be stopped. */
  signal: AbortSignal
  /** The sender waits for us, and again we for it. */
  hold: () => void
  release: () => void
  /** Whether nobody else looks at the bytes that the stream brings. */
  isOurs?: boolean
}

/** How often it is noted that bytes come, in milliseconds, so that nobody takes a long upload for an abandoned one. */
const touchInterval = 60_000

/**
 * Stores what a sender brings, behind what is stored already. The caller ends the writing.
 * @throws ChatterError `upload_broken` when more comes than was told, or the reason why the sender was stopped; then the
 *   writing is closed, and what came in good order is stored
 */
export async function receive(
  app: FastifyInstance,
  upload: table.Upload,
  { stream, signal, hold, release, isOurs = false }: Sender,
): Promise<{ writing: Writing; offset: number; how: 'ended' | 'cut' }> {
  const { id, key, size } = upload
  const writing = await app.storage.write(key, size).catch(refuseFull)
  const hash = app.uploads.live.hashOf(id, writing.start)
  let offset = writing.start
  let touchedAt = 0

  function take(bytes: Buffer) {
    if (offset + bytes.length > size)
      throw new ChatterError('upload_broken', `More bytes came than the ${size} that were told.`)
    hash?.update(bytes)
    offset += bytes.length
    if (Date.now() - touchedAt > touchInterval) touch()
    const stored = writing.append(bytes, isOurs ? () => giveBack(bytes) : undefined)
    const turn = app.uploads.share.take(bytes.length)
    if (!stored && !turn) return undefined
    hold()
    return Promise.all([stored, turn]).then(release)
  }

  function touch() {
    touchedAt = Date.now()
    table.touchUpload(app.db, id, touchedAt).catch(error => app.log.warn({ err: error }, 'upload not noted'))
  }

  async function close() {
    const stored = await writing.close()
    noteHash(stored)
    return stored
  }

  async function finish() {
    await writing.finish()
    noteHash(offset)
  }

  /** It counts when it is over what is stored: in place of what is not, other bytes may come. */
  function noteHash(stored: number) {
    if (hash && stored === offset) app.uploads.live.noteHashed(id, hash, offset)
  }

  try {
    const how = await drink(stream, take, signal)
    return { writing: { ...writing, close, finish }, offset, how }
  } catch (error) {
    await close()
    return refuseFull(error)
  }
}

/**
 * Makes an attachment of an upload whose bytes are all stored. Its content is known by then to be what it was said to be.
 * @param writing when it is still open
 * @throws ChatterError `upload_broken`, or `not_found` when the person is not in the room any more; nothing is left then
 */
export async function finishUpload(
  app: FastifyInstance,
  upload: table.Upload,
  writing?: Writing,
): Promise<Attachment> {
  const { id, key, size } = upload
  const open = writing ?? (await app.storage.write(key, size))
  await open.finish().catch(refuseFull)
  const sha256 = await hashWhole(app, upload)
  // On a disk that nodes share, one that stood still and lost the upload may have added to it what this one did not see.
  const isWhole = (await app.storage.sizeOf(key)) === size
  if (!isWhole || (upload.sha256 !== null && upload.sha256 !== sha256)) {
    await dropUpload(app, upload)
    throw new ChatterError(
      'upload_broken',
      'The bytes that came are not those that were told: send them again.',
    )
  }
  const made = await app.uploads.calmly(() =>
    transact(app.db, async trx => {
      const { roomId, accountId } = upload
      if (roomId === null || !(await holdRole(trx, roomId, accountId))) return undefined
      if (!(await table.deleteUpload(trx, id))) return undefined
      return addAttachment(trx, { ...upload, roomId, sha256 }, key)
    }),
  )
  app.uploads.live.forget(id)
  if (!made) {
    await dropUpload(app, upload)
    throw notFound()
  }
  app.discards.clear(made.discarded)
  return made.attachment
}

/** A server that was started in between has not seen all of the bytes: then they are read once more. */
async function hashWhole(app: FastifyInstance, { id, key, size }: table.Upload): Promise<string> {
  const known = app.uploads.live.hashOf(id, size)
  if (known) return known.digest('hex')
  const hash = createHash('sha256')
  for await (const bytes of await app.storage.read(key)) hash.update(bytes)
  return hash.digest('hex')
}

/**
 * Ends an upload without a file. Its bytes are removed behind, also those that came after somebody else had ended it; when it
 * became a file meanwhile, that needs them, and they stay.
 */
export async function dropUpload(app: FastifyInstance, { id, key }: table.Upload): Promise<void> {
  await transact(app.db, async trx => {
    await table.deleteUpload(trx, id)
    await noteDiscards(trx, [key])
  })
  app.uploads.live.forget(id)
  app.discards.clear([key])
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** A full disk is nothing that somebody did wrong, but they have to know. @throws ChatterError `quota_exceeded`, or what it was */
export function refuseFull(error: unknown): never {
  const { code } = error as { code?: string }
  if (code && fullCodes.has(code))
    throw new ChatterError('quota_exceeded', 'There is no space left for files on this server.')
  throw error
}
