/** Another password, for who knows the one of until now, and for who lost it. */
import { type Account, usernameKey } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { PasswordChange } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { createPassword, parseNewPassword } from '../../lib/passwords.ts'
import type { Identity } from '../../lib/sockets.ts'
import { transact } from '../../lib/transact.ts'
import { endSessions, removeSessions } from '../sessions/sessions.ts'
import { findByUsername, updatePasswordHash } from './accounts.table.ts'
import { findCredentials } from './credentials.ts'

/**
 * Changes a password. All other devices of the account are logged out: whoever learned the old password may sit at one.
 * @throws ChatterError `wrong_credentials` with field `password`, `rate_limited` as a log-in, or as `parseNewPassword` does with
 *   field `newPassword`
 */
export async function changePassword(
  app: FastifyInstance,
  who: Identity,
  { password, newPassword }: PasswordChange,
): Promise<void> {
  const { username } = who.account
  app.limits.take('logIn', usernameKey(username))
  const to = await app.passwords.hash(parseOther(newPassword, username))
  endSessions(app, await replacePassword(app, who, { password, to }))
}

/** Returns the ids of the sessions that ended. */
async function replacePassword(
  app: FastifyInstance,
  who: Identity,
  { password, to }: { password: string; to: string },
): Promise<number[]> {
  const { account, sessionId } = who
  const found = await findCredentials(app, account.username, password)
  if (!found) throw new ChatterError('wrong_credentials', 'This is not your password.', { field: 'password' })
  const ended = await transact(app.db, async trx => {
    const isReplaced = await updatePasswordHash(trx, account.id, { from: found.passwordHash, to })
    return isReplaced ? removeSessions(trx, account.id, { except: sessionId }) : undefined
  })
  // Another change came in between: whether this password is the right one is another question now.
  return ended ?? replacePassword(app, who, { password, to })
}

/**
 * Gives somebody a password that nobody has chosen, and ends all of their sessions, for whoever runs the server.
 * @throws Error fit for people when there is no such person
 */
export async function resetPassword(
  app: Pick<FastifyInstance, 'db' | 'passwords'>,
  username: string,
): Promise<{ account: Account; password: string }> {
  const { account, password } = await replaceByNew(app, async trx => {
    const found = await findByUsername(trx, username)
    if (!found) throw new Error(`Nobody is called ${username} here.`)
    return found
  })
  return { account, password }
}

/**
 * Replaces a password by one that nobody has chosen. The sessions that `ended` are for `endSessions`.
 * @param access whose it is; what it throws is thrown, and nothing is changed
 */
export async function replaceByNew(
  { db, passwords }: Pick<FastifyInstance, 'db' | 'passwords'>,
  access: (trx: Knex) => Promise<Account>,
): Promise<{ account: Account; password: string; ended: number[] }> {
  const password = createPassword()
  const to = await passwords.hash(password)
  return transact(db, async trx => {
    const account = await access(trx)
    await updatePasswordHash(trx, account.id, { to })
    return { account, password, ended: await removeSessions(trx, account.id) }
  })
}

function parseOther(newPassword: string, username: string): string {
  try {
    return parseNewPassword(newPassword, username)
  } catch (error) {
    if (!(error instanceof ChatterError)) throw error
    throw new ChatterError(error.code, error.message, { field: 'newPassword' })
  }
}
