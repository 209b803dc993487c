/** Small pictures of files. The sender's app makes them: the server never decodes what strangers send. */
import type { Account } from '@chatter/shared/accounts.ts'
import { attachmentLimits } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { type Picture, readPicture } from '@chatter/shared/pictures.ts'
import type { FastifyInstance } from 'fastify'
import { createKey, type Storage } from '../../lib/storage.ts'
import { setThumbnail } from '../attachments/attachments.ts'
import { noteDiscards } from '../attachments/discards.ts'
import { amount } from './uploads.limits.ts'
import { refuseFull } from './uploads.ts'

export const thumbnailTypes = ['image/webp', 'image/png', 'image/jpeg']

/**
 * Gives an attachment that is not posted yet its thumbnail.
 * @throws ChatterError `not_found`, `too_large`, `quota_exceeded`, or `type_forbidden` for what is no small picture of the type
 *   that it says
 */
export async function storeThumbnail(
  app: FastifyInstance,
  account: Account,
  id: string,
  type: string,
  bytes: Buffer,
): Promise<void> {
  if (bytes.length > attachmentLimits.thumbnail)
    throw new ChatterError(
      'too_large',
      `A thumbnail may have ${amount(attachmentLimits.thumbnail)} at most; this one has ${amount(bytes.length)}.`,
    )
  checkPicture(readPicture(bytes), type)
  const key = createKey()
  await noteDiscards(app.db, [key])
  try {
    await storeWhole(app.storage, key, bytes).catch(refuseFull)
    await setThumbnail(app, account, id, { key, type, size: bytes.length })
  } catch (error) {
    app.discards.clear([key])
    throw error
  }
}

async function storeWhole(storage: Storage, key: string, bytes: Buffer): Promise<void> {
  const writing = await storage.write(key, bytes.length)
  await writing.append(bytes)
  await writing.finish()
}

/** A few bytes may say that they are a picture that nobody's memory holds. */
function checkPicture(picture: Picture | undefined, type: string): void {
  const most = attachmentLimits.thumbnailEdge
  if (picture?.type !== type)
    throw new ChatterError('type_forbidden', `This is no picture of the type ${type}.`)
  if (picture.width < 1 || picture.height < 1 || picture.width > most || picture.height > most)
    throw new ChatterError('too_large', `A thumbnail may be ${most} pixels wide and high at most.`)
}
