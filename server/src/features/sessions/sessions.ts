/** The devices of an account: logging in and out, listing them, revoking one. */
import { type Account, usernameKey } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { LogIn, NewSession, Session } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { createToken, hashToken } from '../../lib/tokens.ts'
import { transact } from '../../lib/transact.ts'
import { type Credentials, findCredentials, holdCredentials, keepPassword } from '../accounts/credentials.ts'
import { moveTo } from '../accounts/profile.ts'
import {
  deleteSession,
  deleteSessions,
  insertSession,
  type StoredSession,
  selectSession,
  selectSessions,
} from './sessions.table.ts'

/** Makes a session; its token is in the answer and nowhere else. */
export async function openSession(db: Knex, accountId: number, device = ''): Promise<NewSession['session']> {
  const token = createToken()
  const session = {
    accountId,
    tokenHash: hashToken(token),
    device: cleanDevice(device),
    createdAt: Date.now(),
  }
  return { id: await insertSession(db, session), token }
}

/**
 * @throws ChatterError `wrong_credentials`, alike in words and in time for a wrong name and a wrong password; `account_deactivated`
 *   only to who knows the right one
 */
export async function logIn(app: FastifyInstance, form: LogIn): Promise<NewSession> {
  const username = form.username.trim()
  app.limits.take('logIn', usernameKey(username))
  const { found, session } = await openBy(app, username, form)
  const account = await settle(app, found, form).catch((error: unknown) => {
    app.log.warn({ err: error }, 'not settled after a log-in')
    return found.account
  })
  return { account, session }
}

/** What a log-in brings about besides. It may fail, as the person is in. */
async function settle(
  app: FastifyInstance,
  found: Credentials,
  { password, timeZone }: LogIn,
): Promise<Account> {
  await keepPassword(app, found, password)
  return moveTo(app, found.account, timeZone)
}

/** Opens a session by a password that is still the right one when it is open. */
async function openBy(
  app: FastifyInstance,
  username: string,
  { password, device }: LogIn,
): Promise<{ found: Credentials; session: NewSession['session'] }> {
  const found = await findCredentials(app, username, password)
  if (!found) throw new ChatterError('wrong_credentials', 'The user name or the password is wrong.')
  if (found.account.isDeactivated)
    throw new ChatterError('account_deactivated', 'This account is deactivated.')
  const session = await transact(app.db, async trx =>
    (await holdCredentials(trx, found)) ? openSession(trx, found.account.id, device) : undefined,
  )
  return session ? { found, session } : openBy(app, username, { username, password, device })
}

/** The account's devices, those in use first. */
export async function listSessions(
  app: FastifyInstance,
  account: Account,
  currentId: number,
): Promise<Session[]> {
  const sessions = await selectSessions(app.db, account.id)
  return sessions
    .map(session => present(app, session, currentId))
    .sort((one, other) => other.lastUsedAt - one.lastUsedAt || other.id - one.id)
}

export async function findSession(app: FastifyInstance, id: number): Promise<Session> {
  const session = await selectSession(app.db, id)
  if (!session) throw new ChatterError('unauthenticated', 'This session has ended.')
  return present(app, session, id)
}

/** The device that asks, and those that are connected, are in use at this moment. */
function present(app: FastifyInstance, session: StoredSession, currentId: number): Session {
  const current = session.id === currentId
  const isInUse = current || app.realtime.isConnected(session.id)
  return { ...session, current, lastUsedAt: isInUse ? Date.now() : session.lastUsedAt }
}

/** Ends one of the account's sessions everywhere at once. @throws ChatterError `not_found` */
export async function revokeSession(app: FastifyInstance, account: Account, id: number): Promise<void> {
  if (!(await deleteSession(app.db, id, account.id)))
    throw new ChatterError('not_found', 'There is no such session.')
  app.realtime.endSession(id)
}

/**
 * Ends the sessions of an account inside a transaction, all or all but one. What it returns is for {@link endSessions}, after it.
 */
export function removeSessions(
  trx: Knex,
  accountId: number,
  { except }: { except?: number } = {},
): Promise<number[]> {
  return deleteSessions(trx, accountId, except)
}

/** Cuts off whoever is connected by sessions that ended. */
export function endSessions(app: FastifyInstance, ids: readonly number[]): void {
  for (const id of ids) app.realtime.endSession(id)
}

function cleanDevice(device: string): string {
  const printable = device.replace(/\p{C}/gu, '').normalize('NFC').trim()
  return [...printable].slice(0, 100).join('')
}
