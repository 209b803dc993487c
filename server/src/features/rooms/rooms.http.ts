import { Id } from '@chatter/shared/primitives.ts'
import {
  BrowseQuery,
  PublicRoomList,
  RoomAdded,
  RoomChange,
  RoomCreation,
  RoomList,
} from '@chatter/shared/rooms.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { changeRoom } from './changing.ts'
import { deleteRoom } from './deleting.ts'
import { openDirect } from './directs.ts'
import { createRoom } from './founding.ts'
import { ensureLobby } from './lobby.ts'
import { accessRoom, browseRooms, createRoomLists } from './rooms.ts'

/** Also one room by its id. */
const BrowseOrFind = Type.Object({ ...BrowseQuery.properties, roomId: Type.Optional(Id) })
const params = Type.Object({ roomId: Id })

export const roomRoutes: FastifyPluginAsyncTypebox = async app => {
  await ensureLobby(app.db)
  const listRooms = createRoomLists(app)

  app.get(
    '/rooms',
    { preHandler: app.authenticate, schema: { summary: 'My rooms', response: { 200: RoomList } } },
    async ({ account }) => ({ rooms: await listRooms(account) }),
  )

  app.post(
    '/rooms',
    {
      preHandler: app.authenticate,
      schema: { summary: 'Make a room', body: RoomCreation, response: { 201: RoomAdded } },
    },
    async (request, reply) =>
      reply.status(201).send({ room: await createRoom(app, request.account, request.body) }),
  )

  app.get(
    '/rooms/browse',
    {
      preHandler: app.authenticate,
      schema: { summary: 'Public rooms', querystring: BrowseOrFind, response: { 200: PublicRoomList } },
    },
    ({ account, query }) => browseRooms(app, account, query),
  )

  app.get(
    '/rooms/:roomId',
    {
      preHandler: app.authenticate,
      schema: { summary: 'One of my rooms', params, response: { 200: RoomAdded } },
    },
    async ({ account, params }) => ({ room: await accessRoom(app, account, params.roomId) }),
  )

  app.patch(
    '/rooms/:roomId',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Change a room',
        params,
        body: RoomChange,
        response: { 200: RoomAdded },
      },
    },
    async ({ account, params, body }) => {
      app.limits.take('post', account.id)
      return { room: await changeRoom(app, account, params.roomId, body) }
    },
  )

  app.delete(
    '/rooms/:roomId',
    { preHandler: app.authenticate, schema: { summary: 'Delete a room with everything in it', params } },
    async (request, reply) => {
      await deleteRoom(app, request.account, request.params.roomId)
      return reply.status(204).send()
    },
  )

  app.put(
    '/directs/:accountId',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'The direct room with a person',
        params: Type.Object({ accountId: Id }),
        response: { 200: RoomAdded },
      },
    },
    async ({ account, params }) => ({ room: await openDirect(app, account, params.accountId) }),
  )
}
