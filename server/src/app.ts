/** The server's table of contents: plugins in order, then features. */
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { accountRoutes } from './features/accounts/accounts.http.ts'
import { alertRoutes } from './features/alerts/alerts.http.ts'
import { attachmentRoutes } from './features/attachments/attachments.http.ts'
import { discarding } from './features/attachments/discards.ts'
import { banRoutes } from './features/bans/bans.http.ts'
import { markerCalls } from './features/markers/markers.socket.ts'
import { memberRoutes } from './features/members/members.http.ts'
import { memberChannels } from './features/members/members.socket.ts'
import { messageRoutes } from './features/messages/messages.http.ts'
import { messageCalls } from './features/messages/messages.socket.ts'
import { operationRoutes } from './features/operations/operations.http.ts'
import { pinRoutes } from './features/pins/pins.http.ts'
import { preferenceRoutes } from './features/preferences/preferences.http.ts'
import { presenceCalls } from './features/presence/presence.socket.ts'
import { reactionCalls } from './features/reactions/reactions.socket.ts'
import { clearing } from './features/rooms/deleting.ts'
import { roomRoutes } from './features/rooms/rooms.http.ts'
import { searchRoutes } from './features/search/search.http.ts'
import { revocations } from './features/sessions/revocations.ts'
import { sessionRoutes } from './features/sessions/sessions.http.ts'
import { signalCalls } from './features/signals/signals.socket.ts'
import { typingCalls } from './features/typing/typing.socket.ts'
import { uploading } from './features/uploads/uploading.ts'
import { uploadRoutes } from './features/uploads/uploads.http.ts'
import { database } from './plugins/database.ts'
import { documentation } from './plugins/documentation.ts'
import { errors } from './plugins/errors.ts'
import { headers } from './plugins/headers.ts'
import { inTurn } from './plugins/in-turn.ts'
import { limits } from './plugins/limits.ts'
import { logging, loggingOptions } from './plugins/logging.ts'
import { metrics } from './plugins/metrics.ts'
import { nodes } from './plugins/nodes.ts'
import { passwords } from './plugins/passwords.ts'
import { patience } from './plugins/patience.ts'
import { realtime } from './plugins/realtime.ts'
import { sessions } from './plugins/sessions.ts'
import { storage } from './plugins/storage.ts'
import { talk } from './plugins/talk.ts'

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
    await app.register(patience)
    await app.register(headers)
    await app.register(database, { config })
    await app.register(nodes, { config })
    await app.register(inTurn)
    await app.register(limits, { config })
    await app.register(documentation)
    await app.register(talk)
    await app.register(storage, { config })
    await app.register(metrics)
    await app.register(passwords, { config })
    await app.register(sessions)
    await app.register(realtime)

    await app.register(discarding)
    await app.register(uploading, { config })
    await app.register(operationRoutes, { config })
    await app.register(accountRoutes, { ...api, config })
    await app.register(sessionRoutes, api)
    await app.register(revocations)
    await app.register(presenceCalls)
    await app.register(clearing)
    await app.register(roomRoutes, api)
    await app.register(memberChannels)
    await app.register(memberRoutes, api)
    await app.register(banRoutes, api)
    await app.register(preferenceRoutes, api)
    await app.register(alertRoutes, api)
    await app.register(messageCalls)
    await app.register(messageRoutes, api)
    await app.register(attachmentRoutes, api)
    await app.register(reactionCalls)
    await app.register(pinRoutes, api)
    await app.register(markerCalls)
    await app.register(typingCalls)
    await app.register(signalCalls)
    await app.register(searchRoutes, { ...api, config })
    await app.register(uploadRoutes, api)

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
    // A closing server waits for requests, not for connections that may have one some day.
    forceCloseConnections: 'idle',
    bodyLimit: 256 * 1024,
    // A large database may take its time to come up to date.
    pluginTimeout: 0,
    // An upload may take its time: see plugins/patience.ts.
    requestTimeout: 0,
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler)
}
