import { Problem } from '@chatter/shared/errors.ts'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import manifest from '../../package.json' with { type: 'json' }

/** OpenAPI from the routes' own schemas, at /docs for people and at /docs/json for programs. It loads nothing from outside. */
export const documentation = fp(async app => {
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Chatter',
        version: manifest.version,
        description: 'What is live goes over Socket.IO: see docs/protocol.md.',
      },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url, route }) => ({ schema: describe(app, schema ?? {}, url, route), url }),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    logo: noLogo,
    uiConfig: { persistAuthorization: false, tryItOutEnabled: true, validatorUrl: null },
    staticCSP: {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    },
  })
})

/** Adds what holds for every route, so that none has to say it: its noun, its session, its failures. */
function describe(app: FastifyInstance, schema: FastifySchema, url: string, { preHandler }: RouteOptions) {
  const asksForSession = [preHandler].flat().includes(app.authenticate)
  const problem = {
    description: 'A problem with its code',
    content: { 'application/problem+json': { schema: Problem } },
  }
  return {
    tags: [nounOf(url)],
    ...(asksForSession && { security: [{ session: [] }] }),
    ...schema,
    response: { ...(schema.response as object), default: problem },
  }
}

function nounOf(url: string): string {
  const noun = /^\/api\/v1\/(\w+)/.exec(url)?.[1] ?? 'server'
  return noun === 'me' ? 'accounts' : noun
}

/** Swagger's own logo would be read from its folder, which the server's single file does not have. */
const noLogo = null as unknown as undefined
