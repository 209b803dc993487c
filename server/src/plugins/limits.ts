import { ChatterError } from '@chatter/shared/errors.ts'
import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { createBuckets } from '../lib/buckets.ts'
import { bearerToken, hashToken } from '../lib/tokens.ts'
import { shareUses } from '../lib/uses.ts'
import { createWindows } from '../lib/windows.ts'

/** What is limited by who does it. */
type Kind = 'call' | 'logIn' | 'post' | 'upload' | 'signal'

export type Limits = {
  /** Takes one of what the key may still do. @throws ChatterError `rate_limited` with the seconds to wait */
  take: (kind: Kind, key: string | number) => void
  /** The token opened this session: from now on, requests with it count to that, and not to the address it comes from. */
  knowSession: (tokenHash: string, sessionId: number) => void
  /** The `config` of a route that an address may ask less often than the others. */
  perAddress: (setting: 'limitSignUps' | 'limitLogIns') => FastifyContextConfig
}

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits
  }
}

/** Of one account. To agree on a way takes two apps a handful; what is said more often is not about a file. */
const signalsPerMinute = 600

const seconds = 1_000
const minute = 60_000

export const limits = fp<{ config: Config }>(async (app, { config }) => {
  const buckets = {
    call: createBuckets(config.limitCalls, 10 * seconds),
    post: createBuckets(config.limitPosts, 10 * seconds),
    upload: createBuckets(config.limitUploads, 10 * seconds),
    logIn: createBuckets(config.limitLogInsPerName, minute),
    signal: createBuckets(signalsPerMinute, 10 * seconds),
  }
  const uses = shareUses(app.nodes)
  app.addHook('onClose', uses.close)
  uses.onUsed((kind, key, count) => buckets[kind as Kind]?.spend(key, count, Date.now()))

  const sessions = createKnownSessions()
  warnOfUnbelievedProxy(app)

  await app.register(rateLimit, {
    global: true,
    // Behind one address there may be a whole house; a token that nobody was seen to have opens no bucket of its own.
    keyGenerator: request => sessions.find(request) ?? addressOf(request),
    max: config.limitRequests || unlimited,
    timeWindow: minute,
    addHeadersOnExceeding: none,
    addHeaders: none,
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl / seconds),
    ...(app.nodes.areSeveral && { store: createWindows(uses, minute) }),
  })

  app.decorate('limits', {
    take(kind, key) {
      const retryAfter = buckets[kind].take(key, Date.now())
      if (retryAfter > 0) throw tooMany(retryAfter)
      uses.note(kind, key)
    },
    knowSession: sessions.know,
    perAddress: setting => ({
      rateLimit: {
        max: config[setting] || unlimited,
        timeWindow: minute,
        keyGenerator: addressOf,
      },
    }),
  })
})

/** Whoever has an IPv6 address has as many of its network as they like: all of them count as one. */
function addressOf({ ip }: FastifyRequest): string {
  return normalizeIP(ip)
}

/** So many sessions are remembered, those last seen. */
const mostSessions = 50_000

/** Which sessions tokens were seen to open. It decides only what a request counts to, never what it may do. */
function createKnownSessions() {
  const known = new Map<string, number>()
  return {
    know(tokenHash: string, sessionId: number) {
      known.delete(tokenHash)
      known.set(tokenHash, sessionId)
      if (known.size > mostSessions) known.delete(known.keys().next().value!)
    },
    find(request: FastifyRequest): string | undefined {
      const token = bearerToken(request)
      const sessionId = token && known.get(hashToken(token).toString('hex'))
      return sessionId ? `session ${sessionId}` : undefined
    },
  }
}

/** A proxy that is not believed makes everybody share its address, and nobody would know why they are refused. */
function warnOfUnbelievedProxy(app: FastifyInstance) {
  let isWarned = false
  app.addHook('onRequest', async ({ headers, ip, ips = [] }) => {
    if (isWarned || headers['x-forwarded-for'] === undefined || ips.length > 1) return
    isWarned = true
    app.log.warn(
      { ip },
      'X-Forwarded-For is not believed from this address. If it is your proxy, name it in CHATTER_TRUST_PROXY.',
    )
  })
}

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
