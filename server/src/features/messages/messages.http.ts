import { ChangePage, EditList, MessagePage, messageLimits } from '@chatter/shared/messages.ts'
import { Id, Rev, Seq, Timestamp } from '@chatter/shared/primitives.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { listEdits } from './messages.edits.ts'
import { readChanges, readPage } from './messages.ts'

const params = Type.Object({ roomId: Id })
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: messageLimits.page }))
const PageQuery = Type.Object({
  before: Type.Optional(Seq),
  after: Type.Optional(Seq),
  around: Type.Optional(Seq),
  at: Type.Optional(Timestamp),
  limit: Limit,
})
const ChangesQuery = Type.Object({ sinceRev: Rev, limit: Limit })

export const messageRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get(
    '/rooms/:roomId/messages',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'A page of history, oldest first',
        params,
        querystring: PageQuery,
        response: { 200: MessagePage },
      },
    },
    ({ account, params, query }) => readPage(app, account, params.roomId, query),
  )

  app.get(
    '/rooms/:roomId/changes',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'What changed since a rev',
        params,
        querystring: ChangesQuery,
        response: { 200: ChangePage },
      },
    },
    ({ account, params, query }) => readChanges(app, account, params.roomId, query),
  )

  app.get(
    '/rooms/:roomId/messages/:seq/edits',
    {
      preHandler: app.authenticate,
      schema: {
        summary: 'Every wording of a post, oldest first',
        params: Type.Object({ roomId: Id, seq: Seq }),
        response: { 200: EditList },
      },
    },
    ({ account, params }) => listEdits(app, account, params),
  )
}
