/** For those who run the server, and for clients that ask what it is. */
import { timingSafeEqual } from 'node:crypto'
import { ChatterError } from '@chatter/shared/errors.ts'
import { oldestProtocolVersion, protocolVersion } from '@chatter/shared/protocol.ts'
import { ServerInfo } from '@chatter/shared/sessions.ts'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import manifest from '../../../package.json' with { type: 'json' }
import type { Config } from '../../config.ts'
import { hashToken } from '../../lib/tokens.ts'

const Status = Type.Object({ status: Type.String() })
/** `cut off`: everything works for who is connected here, but what happens on other nodes arrives late. */
const Readiness = Type.Object({ status: Type.Enum(['ok', 'cut off']), reason: Type.Optional(Type.String()) })
/** Asked often, and by machines that must not be turned away. */
const probe = { config: { rateLimit: false as const } }

export const operationRoutes: FastifyPluginAsyncTypebox<{ config: Config }> = async (app, { config }) => {
  app.get(
    '/healthz',
    { ...probe, schema: { summary: 'Whether the process lives', response: { 200: Status } } },
    async () => ({ status: 'ok' }),
  )

  app.get(
    '/readyz',
    { ...probe, schema: { summary: 'Whether it can do its work', response: { 200: Readiness } } },
    async () => {
      await app.db.raw('SELECT 1')
      // All nodes lose Redis at once: taken out of service for it, nobody could write any more.
      if (app.nodes.isCutOff()) return { status: 'cut off' as const, reason: 'Redis is away.' }
      return { status: 'ok' as const }
    },
  )

  app.get('/metrics', { ...probe, schema: { summary: 'For Prometheus' } }, async (request, reply) => {
    if (!mayReadMetrics(request, config.metricsToken))
      throw new ChatterError('not_found', 'There is no such thing.')
    return reply.type(app.metrics.registry.contentType).send(await app.metrics.registry.metrics())
  })

  app.get(
    '/api/v1/server',
    { schema: { summary: 'What this server is, before log-in', response: { 200: ServerInfo } } },
    async () => ({
      product: 'chatter' as const,
      name: config.serverName,
      version: manifest.version,
      protocol: { min: oldestProtocolVersion, max: protocolVersion },
      asksForCode: config.signUpCode !== '',
    }),
  )
}

/** With a token whoever has it; without one this machine itself, but no proxy on it that speaks for others. */
function mayReadMetrics({ headers, socket }: FastifyRequest, token: string): boolean {
  if (token) return timingSafeEqual(hashToken(headers.authorization ?? ''), hashToken(`Bearer ${token}`))
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return isLoopback(socket.remoteAddress) && !isForwarded
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
