/** The rooms that people are in, as they see them, and those they could join. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { PublicRoom, Room } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { createGatherer, padKeys } from '../../lib/gather.ts'
import { roomNameKey } from './rooms.names.ts'
import { findRoom, type StoredRoom, selectPublicRooms, selectRooms } from './rooms.table.ts'

/** Most rooms in one answer of {@link browseRooms}: more than that are found by their name. */
const browseLimit = 100

/** Every room that a person is in, with marker, unread count and last message. */
export type RoomLists = (account: Account) => Promise<Room[]>

/** People whose rooms are looked up together, at most: each may be in many. */
const crowd = 32

/** Makes what reads people's rooms: those of many together, when many come at once. */
export function createRoomLists(app: FastifyInstance): RoomLists {
  const find = createGatherer(
    (accountIds: readonly number[]) => selectRooms(app.db, padKeys(accountIds)),
    crowd,
  )
  return async account => {
    const rooms = (await find(account.id)) ?? []
    return rooms.map(room => withConnected(app, account, room))
  }
}

/** Returns the room as the person sees it. @throws ChatterError `not_found` when they are not in it */
export async function accessRoom(app: FastifyInstance, account: Account, roomId: number): Promise<Room> {
  const room = await findRoom(app.db, account.id, roomId)
  if (!room) throw new ChatterError('not_found', 'There is no such room.')
  return withConnected(app, account, room)
}

/** Public rooms whose names hold the query, the largest first. */
export async function browseRooms(
  app: FastifyInstance,
  account: Account,
  query: string,
): Promise<PublicRoom[]> {
  const rooms = await selectPublicRooms(app.db, account.id, roomNameKey(query.trim()), browseLimit)
  return rooms.map(room => ({ ...room, connectedCount: app.presence.countOf(room.id) }))
}

function withConnected({ presence }: FastifyInstance, account: Account, room: StoredRoom): Room {
  const isConnected = ({ id }: Account) => presence.stateOf(id) !== 'offline'
  const connectedCount = room.peer
    ? [account, room.peer].filter(isConnected).length
    : presence.countOf(room.id)
  return { ...room, connectedCount }
}
