import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type AccountRow, accountColumns, toAccount } from '../lib/accounts.row.ts'
import { createGatherer, padKeys } from '../lib/gather.ts'
import { columnList, select } from '../lib/select.ts'
import type { Identity } from '../lib/sockets.ts'
import { bearerToken, hashToken } from '../lib/tokens.ts'

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

type SessionRow = AccountRow & { session_id: number; session_token_hash: Uint8Array }

const byTokenHash = (count: number) => `
  SELECT sessions.id AS session_id, sessions.token_hash AS session_token_hash, ${columnList(accountColumns)}
  FROM sessions JOIN accounts ON accounts.id = sessions.account_id
  WHERE accounts.deactivated_at IS NULL AND sessions.token_hash IN (${Array(count).fill('?').join(', ')})`

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

  const find = createGatherer<string, Identity>(async hashes => {
    const keys = padKeys(hashes).map(hash => Buffer.from(hash, 'hex'))
    const rows = await select<SessionRow>(app.db, byTokenHash(keys.length), keys)
    return new Map(rows.map(row => [Buffer.from(row.session_token_hash).toString('hex'), toIdentity(row)]))
  })

  app.decorate('identify', async (token: unknown): Promise<Identity> => {
    if (typeof token !== 'string' || !tokenPattern.test(token)) throw unauthenticated()
    const tokenHash = hashToken(token).toString('hex')
    const identity = await find(tokenHash)
    if (!identity) throw unauthenticated()
    app.noteUse(identity.sessionId)
    app.limits.knowSession(tokenHash, identity.sessionId)
    return { ...identity }
  })

  app.decorate('authenticate', async (request: FastifyRequest) => {
    const { account, sessionId } = await app.identify(bearerToken(request))
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

function toIdentity(row: SessionRow): Identity {
  return { account: toAccount(row), sessionId: row.session_id }
}

function unauthenticated() {
  return new ChatterError('unauthenticated', 'Log in first: there is no such session, or it has ended.')
}
