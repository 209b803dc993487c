/** The files of posts: how they come to be, who may read them, and how they go. */
import { randomUUID } from 'node:crypto'
import type { Account } from '@chatter/shared/accounts.ts'
import { type Attachment, type Declaration, parseMediaType } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import { checkQuota, checkType } from '../uploads/uploads.limits.ts'
import * as table from './attachments.table.ts'
import { deleteDiscard, noteDiscards } from './discards.table.ts'
import { readFileName } from './file-names.ts'

export type { FoundAttachment, NewFile, Thumbnail } from './attachments.table.ts'

/**
 * Makes an attachment of bytes that are finished in the storage. Where it has the same bytes already, those are taken, and the
 * new ones are noted to be removed.
 * @param key under which the storage has them
 * @returns also which keys to hand to `app.discards.clear` after the commit
 */
export async function addAttachment(
  trx: Knex,
  file: table.NewFile,
  key: string,
): Promise<{ attachment: Attachment; discarded: string[] }> {
  const content = await table.obtainContent(trx, { sha256: file.sha256, size: file.size, key })
  const isNew = content.key === key
  if (isNew) await deleteDiscard(trx, key)
  else await noteDiscards(trx, [key])
  return {
    attachment: await table.insertAttachment(trx, file, content.id),
    discarded: isNew ? [] : [key],
  }
}

/** Makes an attachment of a content that the transaction holds fast. */
export function addCopy(trx: Knex, file: table.NewFile, contentId: number): Promise<Attachment> {
  return table.insertAttachment(trx, file, contentId)
}

/** An attachment that the person may read. @throws ChatterError `not_found` */
export async function accessAttachment(
  app: FastifyInstance,
  account: Account,
  id: string,
): Promise<table.FoundAttachment> {
  const found = await table.findAccessible(app.db, account.id, id)
  if (!found) throw noSuchFile()
  return found
}

/**
 * Names a file of a direct room that will go from person to person: its bytes never come here.
 * However large it is, it takes no place here.
 * @throws ChatterError `not_found`; `forbidden` where there is no one other person; `type_forbidden`
 */
export async function declareDirect(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  declaration: Declaration,
): Promise<Attachment> {
  const kind = await table.findRoomKind(app.db, account.id, roomId)
  if (!kind) throw new ChatterError('not_found', 'There is no such room.')
  if (kind !== 'direct')
    throw new ChatterError('forbidden', 'Files go from person to person in direct rooms only.')
  const file = {
    ...declaration,
    id: randomUUID(),
    name: readFileName(declaration.name),
    type: parseMediaType(declaration.type),
    roomId,
    accountId: account.id,
  }
  checkType(app.uploads.rules, file)
  return table.insertAttachment(app.db, file, null)
}

/**
 * Gives an attachment, before it is posted, the small picture that the storage has under this key.
 * @throws ChatterError `not_found` when there is nothing of the person's that waits to be posted, or `quota_exceeded`
 */
export async function setThumbnail(
  app: FastifyInstance,
  account: Account,
  id: string,
  thumbnail: table.Thumbnail,
): Promise<void> {
  const replaced = await transact(app.db, async trx => {
    const before = await table.lockUnposted(trx, id, account.id)
    if (!before) throw noSuchFile()
    const more = thumbnail.size - before.size
    await checkQuota(trx, app.uploads.rules, account.id, { person: more, server: more })
    await table.updateThumbnail(trx, id, thumbnail)
    const keys = before.key ? [before.key] : []
    await noteDiscards(trx, keys)
    await deleteDiscard(trx, thumbnail.key)
    return keys
  })
  app.discards.clear(replaced)
}

/** Takes back what was uploaded and not posted yet. @throws ChatterError `not_found` for everything else */
export async function removeAttachment(app: FastifyInstance, account: Account, id: string): Promise<void> {
  const keys = await transact(app.db, trx => table.deleteUnposted(trx, id, account.id))
  if (!keys) throw noSuchFile()
  app.discards.clear(keys)
}

/** Takes away the attachments of a post that is deleted. Returns which keys to hand to `app.discards.clear` after the commit. */
export async function removeAttachmentsOf(
  trx: Knex,
  { roomId, seq }: { roomId: number; seq: number },
): Promise<string[]> {
  return (await table.deleteOfMessage(trx, roomId, seq)) ?? []
}

/** Takes away some attachments of a room that is deleted. Returns the keys as above; undefined when there is none left. */
export function removeNextAttachments(
  trx: Knex,
  roomId: number,
  count: number,
): Promise<string[] | undefined> {
  return table.deleteNextOfRoom(trx, roomId, count)
}

export function noSuchFile(): ChatterError {
  return new ChatterError('not_found', 'There is no such file.')
}
