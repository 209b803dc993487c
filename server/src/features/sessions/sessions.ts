/** The devices of an account: logging in and out, listing them, revoking one. */
import { type Account, usernameKey } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { LogIn, NewSession, Session } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { createToken, hashToken } from '../../lib/tokens.ts'
import { findCredentials, keepPassword } from '../accounts/credentials.ts'
import { moveTo } from '../accounts/profile.ts'
import {
  deleteSession,
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

/** @throws ChatterError `wrong_credentials`, alike in words and in time for a wrong name and a wrong password */
export async function logIn(app: FastifyInstance, form: LogIn): Promise<NewSession> {
  const username = form.username.trim()
  app.limits.take('logIn', usernameKey(username))
  const found = await findCredentials(app.db, username)
  if (!(await app.passwords.matches(found?.passwordHash, form.password)) || !found)
    throw new ChatterError('wrong_credentials', 'The user name or the password is wrong.')
  await keepPassword(app, found, form.password)
  const account = await moveTo(app, found.account, form.timeZone)
  return { account, session: await openSession(app.db, account.id, form.device) }
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

function cleanDevice(device: string): string {
  const printable = device.replace(/\p{C}/gu, '').normalize('NFC').trim()
  return [...printable].slice(0, 100).join('')
}
