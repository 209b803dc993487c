/** The server's table of contents: plugins in order, then features. */
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { accountRoutes } from './features/accounts/accounts.http.ts'
import { operationRoutes } from './features/operations/operations.http.ts'
import { sessionRoutes } from './features/sessions/sessions.http.ts'
import { database } from './plugins/database.ts'
import { documentation } from './plugins/documentation.ts'
import { errors } from './plugins/errors.ts'
import { headers } from './plugins/headers.ts'
import { limits } from './plugins/limits.ts'
import { logging, loggingOptions } from './plugins/logging.ts'
import { metrics } from './plugins/metrics.ts'
import { passwords } from './plugins/passwords.ts'
import { realtime } from './plugins/realtime.ts'
import { sessions } from './plugins/sessions.ts'

const api = { prefix: '/api/v1' }

/**
 * Makes the whole server, ready to listen. Its database is migrated.
 * @throws Error fit for people when the database or the data folder cannot be used
 */
export async function buildApp(config: Config): Promise<FastifyInstance> {
  const app = createApp(config)
  try {
    await app.register(logging)
    await app.register(errors)
    await app.register(headers)
    await app.register(limits, { config })
    await app.register(documentation)
    await app.register(database, { config })
    await app.register(metrics)
    await app.register(passwords, { config })
    await app.register(sessions)
    await app.register(realtime)

    await app.register(operationRoutes, { config })
    await app.register(accountRoutes, api)
    await app.register(sessionRoutes, api)
    // Rooms, members, messages, markers, presence and typing follow here, one line each.

    await app.ready()
    return app
  } catch (error) {
    await app.close()
    throw error
  }
}

function createApp({ logLevel, trustProxy }: Config) {
  return Fastify({
    ...loggingOptions(logLevel),
    trustProxy: trustProxy === '' ? false : trustProxy.split(',').map(address => address.trim()),
    // Requests that come in while the server closes are refused by our own error, which has a code.
    return503OnClosing: false,
    bodyLimit: 256 * 1024,
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler)
}
