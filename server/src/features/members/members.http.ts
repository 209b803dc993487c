import { Id } from '@chatter/shared/primitives.ts'
import { MemberList, RoomAdded } from '@chatter/shared/rooms.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { addMember, listMembers, removeMember } from './members.ts'

const params = Type.Object({ roomId: Id, accountId: Id })

export const memberRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/rooms/:roomId/members',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Everybody in a room',
        params: Type.Object({ roomId: Id }),
        response: { 200: MemberList },
      },
    },
    async ({ account, params }) => ({ members: await listMembers(app, account, params.roomId) }),
  )

  app.put(
    '/rooms/:roomId/members/:accountId',
    {
      preHandler: app.authenticate,
      schema: { summary: 'Join, or invite', params, response: { 200: RoomAdded } },
    },
    async ({ account, params }) => ({ room: await addMember(app, account, params.roomId, params.accountId) }),
  )

  app.delete(
    '/rooms/:roomId/members/:accountId',
    { preHandler: app.authenticate, schema: { summary: 'Leave, or remove', params } },
    async (request, reply) => {
      const { roomId, accountId } = request.params
      await removeMember(app, request.account, roomId, accountId)
      return reply.status(204).send()
    },
  )
}
