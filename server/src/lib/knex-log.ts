import type { FastifyBaseLogger } from 'fastify'
import type { Knex } from 'knex'

/** Knex speaks through our log instead of the terminal. What it calls an error it also throws, with its context. */
export function knexLog(log: FastifyBaseLogger): Knex.Logger {
  return {
    warn: message => log.warn(String(message)),
    error: message => log.debug(String(message)),
    deprecate: (method, alternative) => log.debug(`${method} is deprecated: ${alternative}`),
    debug: message => log.trace(message),
  }
}
