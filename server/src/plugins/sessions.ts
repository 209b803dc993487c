import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type AccountRow, accountColumns, toAccount } from '../lib/accounts.row.ts'
import { hashToken } from '../lib/tokens.ts'

/** Who is asking, and with which of their devices. */
export type Identity = { account: Account; sessionId: number }

declare module 'fastify' {
  interface FastifyInstance {
    /** For `preHandler` of routes that ask for a session: sets `request.account` and `request.sessionId`. */
    authenticate: (request: FastifyRequest) => Promise<void>
    /** Returns whose token this is. @throws ChatterError `unauthenticated` */
    identify: (token: unknown) => Promise<Identity>
  }
  interface FastifyRequest {
    account: Account
    sessionId: number
  }
}

const tokenPattern = /^[\w-]{43}$/

/**
 * Identity comes from the session. It is looked up by one unique key on every request and on every connection, and never
 * cached, so that a revoked session is refused at once on every node (docs/decisions/0005).
 */
export const sessions = fp(async app => {
  app.decorateRequest('account', null as unknown as Account)
  app.decorateRequest('sessionId', 0)

  app.decorate('identify', async (token: unknown): Promise<Identity> => {
    if (typeof token !== 'string' || !tokenPattern.test(token)) throw unauthenticated()
    const row: (AccountRow & { session_id: number }) | undefined = await app
      .db('sessions')
      .join('accounts', 'accounts.id', 'sessions.account_id')
      .where('sessions.token_hash', hashToken(token))
      .first({ session_id: 'sessions.id', ...accountColumns })
    if (!row) throw unauthenticated()
    return { account: toAccount(row), sessionId: row.session_id }
  })

  app.decorate('authenticate', async (request: FastifyRequest) => {
    const [scheme, token] = request.headers.authorization?.split(' ') ?? []
    const { account, sessionId } = await app.identify(scheme?.toLowerCase() === 'bearer' && token)
    request.account = account
    request.sessionId = sessionId
  })
})

function unauthenticated() {
  return new ChatterError('unauthenticated', 'Log in first: there is no such session, or it has ended.')
}
