import { oldestProtocolVersion, protocolVersion } from '@chatter/shared/protocol.ts'
import { ServerInfo } from '@chatter/shared/sessions.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import manifest from '../../../package.json' with { type: 'json' }
import type { Config } from '../../config.ts'

export const operationRoutes: FastifyPluginAsyncTypebox<{ config: Config }> = async (app, { config }) => {
  app.get('/healthz', async () => ({ status: 'ok' }))

  app.get('/api/v1/server', { schema: { response: { 200: ServerInfo } } }, async () => ({
    product: 'chatter' as const,
    name: config.serverName,
    version: manifest.version,
    protocol: { min: oldestProtocolVersion, max: protocolVersion },
  }))
}
