import { STATUS_CODES } from 'node:http'
import { ChatterError, type Problem } from '@chatter/shared/errors.ts'
import type { FastifyError, FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { expected, invalidInput } from '../lib/expected.ts'

/** Answers every failure of REST as `application/problem+json` with a code of the closed list. */
export const errors = fp(async app => {
  let isClosing = false

  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', async (_request, reply) => {
    if (!isClosing) return
    reply.header('connection', 'close')
    throw new ChatterError('unavailable', 'The server is closing. It will be back in a moment.', {
      retryAfter: 5,
    })
  })

  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = expected(refusedByFastify(error) ?? error, () =>
      request.log.error({ err: error }, 'request failed'),
    )
    return sendProblem(reply, known)
  })

  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new ChatterError('not_found', `There is no ${request.method} ${request.url.split('?')[0]}.`),
    ),
  )
})

/** What Fastify and its plugins refuse by themselves, in our codes. */
function refusedByFastify(error: FastifyError): ChatterError | undefined {
  const { statusCode = 500, validation, message } = error
  if (error instanceof ChatterError) return error
  if (validation) return invalidInput(validation[0])
  if (statusCode === 404) return new ChatterError('not_found', 'There is no such thing.')
  if (statusCode === 413) return new ChatterError('too_large', 'The request is too large.')
  if (statusCode === 503)
    return new ChatterError('unavailable', 'The server is not ready.', { retryAfter: 5 })
  if (statusCode >= 400 && statusCode < 500) return new ChatterError('invalid_input', message)
  return undefined
}

function sendProblem(reply: FastifyReply, error: ChatterError) {
  if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter))
  if (error.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  reply.status(error.status).type('application/problem+json').serializer(JSON.stringify)
  return reply.send(toProblem(error))
}

function toProblem(error: ChatterError): Problem {
  const { message: detail, ...wire } = error.toWire()
  const { status } = error
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...wire }
}
