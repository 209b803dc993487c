import { ChatterError } from '@chatter/shared/errors.ts'
import rateLimit from '@fastify/rate-limit'
import type { FastifyContextConfig } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { createBuckets } from '../lib/buckets.ts'

/** What is limited by who does it. Requests are limited by their address. */
type Kind = 'call' | 'logIn' | 'post' | 'upload'

export type Limits = {
  /** Takes one of what the key may still do. @throws ChatterError `rate_limited` with the seconds to wait */
  take: (kind: Kind, key: string | number) => void
  /** The `config` of a route that an address may ask less often than the others. */
  perAddress: (setting: 'limitSignUps' | 'limitLogIns') => FastifyContextConfig
}

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits
  }
}

const seconds = 1_000
const minute = 60_000

export const limits = fp<{ config: Config }>(async (app, { config }) => {
  const buckets = {
    call: createBuckets(config.limitCalls, 10 * seconds),
    post: createBuckets(config.limitPosts, 10 * seconds),
    upload: createBuckets(config.limitUploads, 10 * seconds),
    logIn: createBuckets(config.limitLogInsPerName, minute),
  }

  await app.register(rateLimit, {
    global: true,
    max: config.limitRequests || unlimited,
    timeWindow: minute,
    addHeadersOnExceeding: none,
    addHeaders: none,
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl / seconds),
  })

  app.decorate('limits', {
    take(kind, key) {
      const retryAfter = buckets[kind].take(key, Date.now())
      if (retryAfter > 0) throw tooMany(retryAfter)
    },
    perAddress: setting => ({ rateLimit: { max: config[setting] || unlimited, timeWindow: minute } }),
  })
})

const unlimited = Number.MAX_SAFE_INTEGER

/** Our own error says when to come back. */
const none = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
  'retry-after': false,
}

function tooMany(wait: number): ChatterError {
  const retryAfter = Math.max(0.1, Math.ceil(wait * 10) / 10)
  return new ChatterError('rate_limited', `Too many at once. Try again in ${Math.ceil(retryAfter)} s.`, {
    retryAfter,
  })
}
