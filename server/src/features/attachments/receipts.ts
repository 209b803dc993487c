/** Telling a sender that their file has arrived. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance } from 'fastify'
import { type Changing, changeMessage } from '../messages/messages.changes.ts'
import { updateReceipt } from './attachments.table.ts'
import { accessAttachment, noSuchFile } from './attachments.ts'

/**
 * Notes on the message that the other person of a direct room has the whole file. Only the first time counts.
 * @throws ChatterError `not_found`; `forbidden` for one's own files, and in rooms that are not direct
 */
export async function confirmReceipt(app: FastifyInstance, account: Account, id: string): Promise<void> {
  const { roomId, seq, accountId } = await accessAttachment(app, account, id)
  if (seq === null) throw noSuchFile()
  const confirm = async ({ trx, extras, room }: Changing) => {
    if (room.kind !== 'direct' || accountId === account.id)
      throw new ChatterError('forbidden', 'Only the other person of a direct room confirms that a file came.')
    const file = extras.attachments?.find(one => one.id === id)
    if (!file) throw noSuchFile()
    if (file.receivedAt !== undefined) return undefined
    const receivedAt = Date.now()
    await updateReceipt(trx, id, receivedAt)
    const attachments = extras.attachments!.map(one => (one === file ? { ...one, receivedAt } : one))
    return { extras: { ...extras, attachments } }
  }
  await changeMessage(app, account, { roomId, seq }, confirm)
}
