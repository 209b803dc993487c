/** The server's table of contents: plugins in order, then features. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { accountRoutes } from './features/accounts/accounts.http.ts'
import { operationRoutes } from './features/operations/operations.http.ts'
import { sessionRoutes } from './features/sessions/sessions.http.ts'
import { database } from './plugins/database.ts'
import { errors } from './plugins/errors.ts'
import { limits } from './plugins/limits.ts'
import { logging } from './plugins/logging.ts'
import { passwords } from './plugins/passwords.ts'
import { realtime } from './plugins/realtime.ts'
import { sessions } from './plugins/sessions.ts'

const api = { prefix: '/api/v1' }

/** Makes the whole server, ready to listen. Its database is migrated. */
export async function buildApp(config: Config): Promise<FastifyInstance> {
  const app = Fastify({
    logger: logging(config),
    genReqId: () => randomUUID(),
    requestIdHeader: 'x-request-id',
  })

  await app.register(errors)
  await app.register(database, { config })
  await app.register(limits, { config })
  await app.register(passwords, { config })
  await app.register(sessions)
  await app.register(realtime)

  await app.register(operationRoutes, { config })
  await app.register(accountRoutes, api)
  await app.register(sessionRoutes, api)
  // Rooms, members, messages, markers, presence and typing follow here, one line each.

  await app.ready()
  return app
}
