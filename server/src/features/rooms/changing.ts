/** What a room is called and about, and who speaks in it. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Room, RoomChange } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import { accessLocked, changeInTurn, type Told } from '../members/members.ts'
import { announce } from '../messages/messages.ts'
import { refuseTaken } from './founding.ts'
import { parseDescription, parseRoomName, parseTopic } from './rooms.names.ts'
import { type Details, findDetails, updateDetails } from './rooms.table.ts'
import { accessRoom } from './rooms.ts'

/**
 * Changes a room, which its owner and moderators may do; the lobby and direct rooms have neither. What is as it was before
 * makes no news.
 * @throws ChatterError `not_found`, `forbidden`, `room_name_taken`, or `invalid_input` for a name or topic that is not
 *   allowed
 */
export async function changeRoom(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  form: RoomChange,
): Promise<Room> {
  const change = parseChange(form)
  const { room } = await changeInTurn(app, roomId, async () => {
    const { before, after } = await transact(app.db, trx => changeLocked(trx, account, roomId, change))
    const room = await accessRoom(app, account, roomId)
    return { room, ...(differs(before, after) && publishChange(app, account, room, before, after)) }
  })
  return room
}

/** Returns what the room was called and about, and what it is now. */
async function changeLocked(
  trx: Knex,
  account: Account,
  roomId: number,
  change: RoomChange,
): Promise<{ before: Details; after: Details }> {
  const { role } = await accessLocked(trx, roomId, account)
  if (role === 'member')
    throw new ChatterError('forbidden', 'Only the owner and the moderators of a room change it.')
  const before = await findDetails(trx, roomId)
  const after = { ...before, ...change }
  if (differs(before, after)) await updateDetails(trx, roomId, after).catch(refuseTaken)
  return { before, after }
}

function parseChange({ name, topic, description, announcement }: RoomChange): RoomChange {
  return {
    ...(name !== undefined && { name: parseRoomName(name) }),
    ...(topic !== undefined && { topic: parseTopic(topic) }),
    ...(description !== undefined && { description: parseDescription(description) }),
    ...(announcement !== undefined && { announcement }),
  }
}

function differs(before: Details, after: Details): boolean {
  return (Object.keys(after) as (keyof Details)[]).some(name => before[name] !== after[name])
}

/** Tells the room how it is now, and what was changed by whom. */
function publishChange(
  app: FastifyInstance,
  account: Account,
  { id: roomId, name, topic, description, announcement }: Room,
  before: Details,
  after: Details,
): Told {
  app.realtime.toRoom(roomId, 'room:changed', { roomId, name, topic, description, announcement })
  const notices = [
    ...(after.name === before.name ? [] : [announce(app, roomId, account, 'renamed', after.name)]),
    ...(after.topic === before.topic ? [] : [announce(app, roomId, account, 'topic_changed', after.topic)]),
  ]
  return { noticed: Promise.all(notices).then(() => {}) }
}
