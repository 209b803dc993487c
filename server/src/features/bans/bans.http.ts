import { Id } from '@chatter/shared/primitives.ts'
import { BanList } from '@chatter/shared/rooms.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { banMember, listBans, unbanMember } from './bans.ts'

const params = Type.Object({ roomId: Id, accountId: Id })

export const banRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/rooms/:roomId/bans',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Who may not come into a room',
        params: Type.Object({ roomId: Id }),
        response: { 200: BanList },
      },
    },
    async ({ account, params }) => ({ bans: await listBans(app, account, params.roomId) }),
  )

  app.put(
    '/rooms/:roomId/bans/:accountId',
    { preHandler: app.authenticate, schema: { summary: 'Ban', params } },
    async (request, reply) => {
      const { roomId, accountId } = request.params
      app.limits.take('post', request.account.id)
      await banMember(app, request.account, roomId, accountId)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/rooms/:roomId/bans/:accountId',
    { preHandler: app.authenticate, schema: { summary: 'Lift a ban', params } },
    async (request, reply) => {
      const { roomId, accountId } = request.params
      await unbanMember(app, request.account, roomId, accountId)
      return reply.status(204).send()
    },
  )
}
