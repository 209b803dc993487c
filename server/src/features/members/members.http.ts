import { Id } from '@chatter/shared/primitives.ts'
import { MemberChange, MemberList, RoomAdded } from '@chatter/shared/rooms.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { removeMember } from './leaving.ts'
import { addMember, listMembers } from './members.ts'
import { changeRole } from './roles.ts'

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
    async ({ account, params }) => {
      app.limits.take('post', account.id)
      return { room: await addMember(app, account, params.roomId, params.accountId) }
    },
  )

  app.patch(
    '/rooms/:roomId/members/:accountId',
    {
      preHandler: app.authenticate,
      schema: { summary: 'Give a role, or hand the room over', params, body: MemberChange },
    },
    async (request, reply) => {
      const { roomId, accountId } = request.params
      await changeRole(app, request.account, roomId, accountId, request.body.role)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/rooms/:roomId/members/:accountId',
    { preHandler: app.authenticate, schema: { summary: 'Leave, or remove', params } },
    async (request, reply) => {
      const { roomId, accountId } = request.params
      app.limits.take('post', request.account.id)
      await removeMember(app, request.account, roomId, accountId)
      return reply.status(204).send()
    },
  )
}
