import { Id } from '@chatter/shared/primitives.ts'
import { LogIn, NewSession, Session } from '@chatter/shared/sessions.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { listSessions, logIn, revokeSession } from './sessions.ts'

export const sessionRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post(
    '/sessions',
    {
      config: app.limits.perAddress('limitLogIns'),
      schema: { summary: 'Log in', body: LogIn, response: { 201: NewSession } },
    },
    async (request, reply) => reply.status(201).send(await logIn(app, request.body)),
  )

  app.get(
    '/sessions',
    {
      preHandler: app.authenticate,
      schema: { summary: 'My devices', response: { 200: Type.Object({ sessions: Type.Array(Session) }) } },
    },
    async ({ account, sessionId }) => ({ sessions: await listSessions(app, account, sessionId) }),
  )

  app.delete(
    '/sessions/current',
    { preHandler: app.authenticate, schema: { summary: 'Log out' } },
    async (request, reply) => {
      await revokeSession(app, request.account, request.sessionId)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/sessions/:id',
    { preHandler: app.authenticate, schema: { summary: 'Revoke a device', params: Type.Object({ id: Id }) } },
    async (request, reply) => {
      await revokeSession(app, request.account, request.params.id)
      return reply.status(204).send()
    },
  )
}
