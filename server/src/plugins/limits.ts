import { ChatterError } from '@chatter/shared/errors.ts'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { createBuckets } from '../lib/buckets.ts'

/** What is limited outside of REST, and by what. */
type Kind = 'call' | 'post'

export type Limits = {
  /** Takes one of what the key may still do. @throws ChatterError `rate_limited` with the seconds to wait */
  take: (kind: Kind, key: string | number) => void
}

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits
  }
}

export const limits = fp<{ config: Config }>(async (app, { config }) => {
  const buckets = { call: createBuckets(config.limitCalls), post: createBuckets(config.limitPosts) }
  app.decorate('limits', {
    take(kind, key) {
      const retryAfter = buckets[kind].take(key, Date.now())
      if (retryAfter > 0)
        throw new ChatterError('rate_limited', 'Too many at once. Wait a moment.', { retryAfter })
    },
  })
})
