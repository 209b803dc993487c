/** Who people are: signing up, profiles, and finding each other. */
import { type Account, parseDisplayName, parseUsername } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { AccountList } from '@chatter/shared/rooms.ts'
import type { MeChange, NewSession, SignUp } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import { parseNewPassword } from '../../lib/passwords.ts'
import { isTimeZone } from '../../lib/time-zones.ts'
import { transact } from '../../lib/transact.ts'
import { enterLobby } from '../members/members.ts'
import { presencesOf } from '../presence/presence.ts'
import { openSession } from '../sessions/sessions.ts'
import { insertAccount, selectAccounts, updateAccount } from './accounts.table.ts'

export const accountPage = { default: 100, max: 500 } as const

/**
 * Makes an account that is in the lobby, and its first session.
 * @throws ChatterError `username_taken`, or as the parsers of its fields do
 */
export async function signUp(app: FastifyInstance, form: SignUp): Promise<NewSession> {
  const username = parseUsername(form.username)
  const displayName = parseDisplayName(form.displayName)
  const passwordHash = await app.passwords.hash(parseNewPassword(form.password, username))
  const timeZone = isTimeZone(form.timeZone) ? form.timeZone : null
  const createdAt = Date.now()
  const { newSession, publish } = await transact(app.db, async trx => {
    const account = await insertAccount(trx, { username, displayName, timeZone, createdAt, passwordHash })
    const session = await openSession(trx, account.id, form.device)
    return { newSession: { account, session }, publish: await enterLobby(app, trx, account) }
  })
  publish()
  return newSession
}

/** @throws ChatterError `display_name_invalid`, or `invalid_input` for a time zone that does not exist */
export async function changeMe(app: FastifyInstance, account: Account, change: MeChange): Promise<Account> {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone))
    throw new ChatterError('invalid_input', 'There is no such time zone.', { field: 'timeZone' })
  const changed: Account = {
    ...account,
    displayName:
      change.displayName === undefined ? account.displayName : parseDisplayName(change.displayName),
    timeZone: change.timeZone ?? account.timeZone,
  }
  await updateAccount(app.db, changed)
  app.realtime.knowAccount(changed)
  app.realtime.toEveryone('account:changed', { account: changed })
  return changed
}

/** People by id, after the one named by `after`. */
export async function listAccounts(
  app: FastifyInstance,
  { query = '', after = 0, limit = accountPage.default }: { query?: string; after?: number; limit?: number },
): Promise<AccountList> {
  const found = await selectAccounts(app.db, { query: query.trim(), after, limit: limit + 1 })
  const accounts = found.slice(0, limit)
  const presences = await presencesOf(
    app,
    accounts.map(({ id }) => id),
  )
  return { accounts, presences, hasAfter: found.length > limit }
}
