import { ChatterError } from '@chatter/shared/errors.ts'
import fp from 'fastify-plugin'
import { createBuckets } from '../../lib/buckets.ts'
import { carrySignal } from './signals.ts'

/** Of one account. To agree on a way takes two apps a handful; what is said more often is not about a file. */
const signalsPerMinute = 600

/** So many may be said at once as flow in during this time, in milliseconds. */
const burst = 10_000

export const signalCalls = fp(async app => {
  const allowed = createBuckets(signalsPerMinute, burst)

  app.realtime.onCall('signal:send', async (signal, { account }) => {
    const retryAfter = allowed.take(account.id, Date.now())
    if (retryAfter > 0)
      throw new ChatterError('rate_limited', 'Too many signals at once. Try again in a moment.', {
        retryAfter: Math.max(0.1, Math.ceil(retryAfter * 10) / 10),
      })
    await carrySignal(app, account, signal)
    return {}
  })
})
