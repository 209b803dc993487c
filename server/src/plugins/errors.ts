import { STATUS_CODES } from 'node:http'
import { ChatterError, type Problem } from '@chatter/shared/errors.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** Answers every failure of REST as `application/problem+json` with a code of the closed list. */
export const errors = fp(async app => {
  app.setErrorHandler<FastifyError | ChatterError>((error, request, reply) => {
    const known = toChatterError(error)
    if (known.code === 'internal') request.log.error({ err: error }, 'request failed')
    return sendProblem(reply, known)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(reply, nothingAt(request)))
})

function nothingAt(request: FastifyRequest) {
  return new ChatterError('not_found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)
}

function sendProblem(reply: FastifyReply, error: ChatterError) {
  if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter))
  if (error.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  return reply
    .status(error.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(toProblem(error))
}

function toProblem(error: ChatterError): Problem {
  const { message: detail, ...wire } = error.toWire()
  return {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail,
    ...wire,
  }
}

/** What Fastify itself refuses, in our codes; anything unexpected tells nothing about itself. */
function toChatterError(error: FastifyError | ChatterError): ChatterError {
  if (error instanceof ChatterError) return error
  if (error.validation) return invalidInput(error)
  if (error.statusCode === 404) return new ChatterError('not_found', 'There is no such thing.')
  if (error.statusCode === 413) return new ChatterError('too_large', 'The request is too large.')
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new ChatterError('invalid_input', error.message)
  return new ChatterError('internal', 'Something went wrong on the server. It has been logged.')
}

function invalidInput(error: FastifyError): ChatterError {
  const first = error.validation?.[0]
  const missing = first?.params?.requiredProperties ?? first?.params?.missingProperty
  const field = first?.instancePath.split('/')[1] || (Array.isArray(missing) ? missing[0] : missing)
  const message = `${field ? `"${field}"` : 'The request'} ${first?.message ?? 'is not valid'}.`
  return new ChatterError('invalid_input', message, typeof field === 'string' ? { field } : {})
}
