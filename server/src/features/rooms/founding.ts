/** Making rooms. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Room, RoomCreation } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { isDuplicate } from '../../lib/database-errors.ts'
import { transact } from '../../lib/transact.ts'
import { enterRoom } from '../members/members.ts'
import { parseDescription, parseRoomName, parseTopic, roomNameKey } from './rooms.names.ts'
import { insertRoom } from './rooms.table.ts'
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

/** @throws ChatterError `room_name_taken` where the database says so */
export function refuseTaken(error: unknown): never {
  if (!isDuplicate(error)) throw error
  throw new ChatterError('room_name_taken', 'There is a public room of this name.', { field: 'name' })
}
