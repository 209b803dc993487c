/** What a room keeps at hand. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { FastifyInstance } from 'fastify'
import { type Address, type Changing, changeMessage, refuseUnlessPost } from '../messages/messages.changes.ts'
import { countPins, deletePin, insertPin, selectPins } from './pins.table.ts'

/** Most pinned messages in a room. */
export const pinLimit = 100

/**
 * Pins a post for everybody in the room. Where only moderators post, only they pin.
 * @throws ChatterError `not_found`, `forbidden`; `conflict` when the room has too many
 */
export function pinMessage(app: FastifyInstance, account: Account, address: Address): Promise<Message> {
  return changeMessage(app, account, address, async changing => {
    refuseUnlessPinnable(changing)
    const { trx, extras } = changing
    if (extras.pinned) return undefined
    const { count, latest } = await countPins(trx, address.roomId)
    if (count >= pinLimit)
      throw new ChatterError('conflict', `A room has at most ${pinLimit} pinned messages.`)
    // Later than every other, so that they have an order.
    const at = Math.max(Date.now(), latest + 1)
    await insertPin(trx, address, { accountId: account.id, createdAt: at })
    const by = { id: account.id, displayName: account.displayName }
    return { extras: { ...extras, pinned: { by, at } } }
  })
}

/** @throws ChatterError `not_found`, `forbidden` */
export function unpinMessage(app: FastifyInstance, account: Account, address: Address): Promise<Message> {
  return changeMessage(app, account, address, async changing => {
    refuseUnlessPinnable(changing)
    const { pinned, ...extras } = changing.extras
    if (!pinned) return undefined
    await deletePin(changing.trx, address)
    return { extras }
  })
}

function refuseUnlessPinnable({ message, room }: Changing) {
  if (room.announcement && room.role === 'member')
    throw new ChatterError('forbidden', 'Only moderators pin messages here.')
  refuseUnlessPost(message)
}

/** The pinned messages of a room, the one that was pinned last first. @throws ChatterError `not_found` */
export async function listPins(app: FastifyInstance, account: Account, roomId: number): Promise<Message[]> {
  const pins = await selectPins(app.db, account.id, roomId)
  if (!pins) throw new ChatterError('not_found', 'There is no such room.')
  return pins
}
