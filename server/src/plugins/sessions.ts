import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type AccountRow, accountColumns, toAccount } from '../lib/accounts.row.ts'
import { columnList, select } from '../lib/select.ts'
import type { Identity } from '../lib/sockets.ts'
import { hashToken } from '../lib/tokens.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** For `preHandler` of routes that ask for a session: sets `request.account` and `request.sessionId`. */
    authenticate: (request: FastifyRequest) => Promise<void>
    /** Returns whose token this is. @throws ChatterError `unauthenticated` */
    identify: (token: unknown) => Promise<Identity>
    /** Notes that a session is in use. Written down behind, for many at a time. */
    noteUse: (sessionId: number) => void
  }
  interface FastifyRequest {
    account: Account
    sessionId: number
  }
}

const tokenPattern = /^[\w-]{43}$/

const byTokenHash = `SELECT sessions.id AS session_id, ${columnList(accountColumns)}
  FROM sessions JOIN accounts ON accounts.id = sessions.account_id WHERE sessions.token_hash = ?`

/**
 * Identity comes from the session. It is looked up by one unique key on every request and on every connection, and never
 * cached, so that a revoked session is refused at once on every node (docs/decisions/0005).
 */
export const sessions = fp(async app => {
  app.decorateRequest('account', null as unknown as Account)
  app.decorateRequest('sessionId', 0)

  const used = new Set<number>()
  const writeDown = () => writeUse(app, used)
  const timer = setInterval(writeDown, useInterval).unref()
  app.decorate('noteUse', sessionId => void used.add(sessionId))
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await writeDown()
  })

  app.decorate('identify', async (token: unknown): Promise<Identity> => {
    if (typeof token !== 'string' || !tokenPattern.test(token)) throw unauthenticated()
    const [row] = await select<AccountRow & { session_id: number }>(app.db, byTokenHash, [hashToken(token)])
    if (!row) throw unauthenticated()
    app.noteUse(row.session_id)
    return { account: toAccount(row), sessionId: row.session_id }
  })

  app.decorate('authenticate', async (request: FastifyRequest) => {
    const [scheme, token] = request.headers.authorization?.split(' ') ?? []
    const { account, sessionId } = await app.identify(scheme?.toLowerCase() === 'bearer' && token)
    request.account = account
    request.sessionId = sessionId
  })
})

/** When sessions were last used is known to this many milliseconds. */
const useInterval = 60_000
const useBatch = 1_000

async function writeUse(app: FastifyInstance, used: Set<number>): Promise<void> {
  const ids = [...used]
  used.clear()
  try {
    for (let start = 0; start < ids.length; start += useBatch)
      await app
        .db('sessions')
        .whereIn('id', ids.slice(start, start + useBatch))
        .update({ last_used_at: Date.now() })
  } catch (error) {
    app.log.warn({ err: error }, 'use of sessions not written down')
  }
}

function unauthenticated() {
  return new ChatterError('unauthenticated', 'Log in first: there is no such session, or it has ended.')
}
