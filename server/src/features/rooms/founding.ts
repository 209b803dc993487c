/** Making rooms, and doing away with them. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Room, RoomCreation } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { isDuplicate } from '../../lib/database-errors.ts'
import { roomChannel } from '../../lib/sockets.ts'
import { transact } from '../../lib/transact.ts'
import { accessLocked, enterRoom } from '../members/members.ts'
import { parseDescription, parseRoomName, parseTopic, roomNameKey } from './rooms.names.ts'
import { deleteRoom, insertRoom } from './rooms.table.ts'
import { accessRoom } from './rooms.ts'

/**
 * Makes a room that the person owns. The names of public rooms differ, as people choose them by name.
 * @throws ChatterError `room_name_taken`, or `invalid_input` for a name or topic that is not allowed
 */
export async function createRoom(app: FastifyInstance, account: Account, form: RoomCreation): Promise<Room> {
  const name = parseRoomName(form.name)
  const nameKey = form.kind === 'public' ? roomNameKey(name) : null
  const founded = {
    kind: form.kind,
    name,
    nameKey,
    topic: parseTopic(form.topic ?? ''),
    description: parseDescription(form.description ?? ''),
    announcement: form.announcement ?? false,
    createdBy: account.id,
    createdAt: Date.now(),
  }
  const roomId = await transact(app.db, async trx => {
    const id = await insertRoom(trx, founded).catch(refuseTaken)
    await enterRoom(trx, id, account, 'owner')
    return id
  })
  app.presence.enterRoom(account.id, roomId)
  app.realtime.enterRoom(account.id, roomId)
  const room = await accessRoom(app, account, roomId)
  app.realtime.toAccount(account.id, 'room:added', { room })
  return room
}

function refuseTaken(error: unknown): never {
  if (!isDuplicate(error)) throw error
  throw new ChatterError('room_name_taken', 'There is a public room of this name.', { field: 'name' })
}

/**
 * Deletes a room with everything in it, for good.
 * @throws ChatterError `not_found`, or `forbidden` when the person is not its owner, or when it is the lobby
 */
export async function removeRoom(app: FastifyInstance, account: Account, roomId: number): Promise<void> {
  await transact(app.db, async trx => {
    const { room, role } = await accessLocked(trx, roomId, account)
    if (room.lobby) throw new ChatterError('forbidden', 'The lobby stays.')
    if (role !== 'owner') throw new ChatterError('forbidden', 'Only its owner can delete a room.')
    await deleteRoom(trx, roomId)
  })
  app.realtime.toRoom(roomId, 'room:removed', { roomId })
  app.io.in(roomChannel(roomId)).socketsLeave(roomChannel(roomId))
  app.presence.forgetRoom(roomId)
}
