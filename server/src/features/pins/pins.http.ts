import { Message, PinList } from '@chatter/shared/messages.ts'
import { Id, Seq } from '@chatter/shared/primitives.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { listPins, pinMessage, unpinMessage } from './pins.ts'

const params = Type.Object({ roomId: Id, seq: Seq })
const response = { 200: Type.Object({ message: Message }) }

export const pinRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/rooms/:roomId/pins',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Pinned messages, the one that was pinned last first',
        params: Type.Object({ roomId: Id }),
        response: { 200: PinList },
      },
    },
    async ({ account, params }) => ({ messages: await listPins(app, account, params.roomId) }),
  )

  app.put(
    '/rooms/:roomId/pins/:seq',
    { preHandler: app.authenticate, schema: { summary: 'Pin a message', params, response } },
    async ({ account, params }) => {
      app.limits.take('post', account.id)
      return { message: await pinMessage(app, account, params) }
    },
  )

  app.delete(
    '/rooms/:roomId/pins/:seq',
    { preHandler: app.authenticate, schema: { summary: 'Unpin a message', params, response } },
    async ({ account, params }) => {
      app.limits.take('post', account.id)
      return { message: await unpinMessage(app, account, params) }
    },
  )
}
