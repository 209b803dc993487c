import { randomUUID } from 'node:crypto'
import { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify'
import fp from 'fastify-plugin'

/** What a client may call its request; anything else gets a name from us. */
const requestIdPattern = /^[\w.-]{1,64}$/

/**
 * Logs are JSON on standard output, one line for each request, and hold no secrets and nothing that people wrote: no
 * bodies, no headers, no query strings, no values in failed statements.
 */
export function loggingOptions(level: string): FastifyServerOptions {
  return {
    logger: {
      level,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: { req: describeRequest, err: describeError },
      redact: { paths: secretPaths, censor: '(secret)' },
    },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => {
      const given = headers['x-request-id']
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID()
    },
  }
}

/** Writes one line for each answered request, and gives its id back. */
export const logging = fp(async app => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status } = reply
    request.log[isProbe(request) ? 'debug' : 'info']({ req: request, status, ms: elapsed(reply) }, 'answered')
  })
})

/** A last line of defence, where somebody logs a whole object. */
const secretPaths = [
  'authorization',
  'password',
  'token',
  'passwordHash',
  'databaseUrl',
  'metricsToken',
].flatMap(name => [name, `*.${name}`, `*.*.${name}`])

function describeRequest({ method, url, ip }: FastifyRequest) {
  return { method, path: url?.split('?')[0], ip }
}

/** Without the properties that drivers add: theirs hold whole statements with their values. */
function describeError(error: Error & { code?: unknown; errno?: unknown }) {
  const { name, message, stack = '', code, errno } = error
  return {
    type: name,
    message,
    stack,
    ...(code !== undefined && { code }),
    ...(errno !== undefined && { errno }),
  }
}

function isProbe({ url }: FastifyRequest): boolean {
  return url === '/healthz' || url === '/readyz' || url === '/metrics'
}

function elapsed(reply: FastifyReply): number {
  return Math.round(reply.elapsedTime * 10) / 10
}
