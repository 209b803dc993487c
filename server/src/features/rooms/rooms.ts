/** The rooms that people are in, as they see them, and those they could join. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import {
  type BrowseQuery,
  browseLimit,
  type PublicRoom,
  type PublicRoomList,
  type Room,
} from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { createGatherer, padKeys } from '../../lib/gather.ts'
import { roomNameKey } from './rooms.names.ts'
import { findRoom, type PublicPlace, type StoredRoom, selectPublicRooms, selectRooms } from './rooms.table.ts'

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

/**
 * A page of the public rooms whose name, topic or description holds the query, the largest first; or the one that is named.
 * @throws ChatterError `invalid_input` for a made-up cursor
 */
export async function browseRooms(
  app: FastifyInstance,
  account: Account,
  { query = '', cursor, limit = browseLimit, roomId }: BrowseQuery & { roomId?: number },
): Promise<PublicRoomList> {
  const wanted = {
    key: roomNameKey(query.trim()),
    after: cursor === undefined ? undefined : parsePlace(cursor),
    roomId,
  }
  const found = await selectPublicRooms(app.db, account.id, wanted, limit + 1)
  const page = found.slice(0, limit)
  return {
    rooms: page.map(room => ({ ...room, connectedCount: app.presence.countOf(room.id) })),
    ...(found.length > limit && { cursor: formatPlace(page.at(-1)!) }),
  }
}

function formatPlace({ memberCount, name }: Pick<PublicRoom, 'memberCount' | 'name'>): string {
  return `${memberCount}.${Buffer.from(roomNameKey(name)).toString('base64url')}`
}

function parsePlace(cursor: string): PublicPlace {
  const [, memberCount, nameKey] = /^(\d{1,10})\.([\w-]+)$/.exec(cursor) ?? []
  if (!memberCount || !nameKey)
    throw new ChatterError('invalid_input', 'That is not where a page ended.', { field: 'cursor' })
  return { memberCount: Number(memberCount), nameKey: Buffer.from(nameKey, 'base64url').toString() }
}

function withConnected({ presence }: FastifyInstance, account: Account, room: StoredRoom): Room {
  const isConnected = ({ id }: Account) => presence.stateOf(id) !== 'offline'
  const connectedCount = room.peer
    ? [account, room.peer].filter(isConnected).length
    : presence.countOf(room.id)
  return { ...room, connectedCount }
}
