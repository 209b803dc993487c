import type { FastifyServerOptions } from 'fastify'
import type { Config } from '../config.ts'

/** Logs go to standard output as JSON, one line each; what is secret is cut out wherever it may appear. */
export function logging({ logLevel }: Config): FastifyServerOptions['logger'] {
  return {
    level: logLevel,
    redact: {
      paths: [
        'authorization',
        'token',
        'password',
        '*.authorization',
        '*.token',
        '*.password',
        '*.headers.authorization',
      ],
      censor: '(secret)',
    },
  }
}
