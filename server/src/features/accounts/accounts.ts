/** Who people are: signing up, and finding each other. */
import { timingSafeEqual } from 'node:crypto'
import { type Account, parseDisplayName, parseUsername } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Presence } from '@chatter/shared/presence.ts'
import type { AccountList } from '@chatter/shared/rooms.ts'
import type { NewSession, SignUp } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'
import { parseNewPassword } from '../../lib/passwords.ts'
import { isTimeZone } from '../../lib/time-zones.ts'
import { hashToken } from '../../lib/tokens.ts'
import { transact } from '../../lib/transact.ts'
import { enterLobby, findAccount } from '../members/members.ts'
import { presencesOf } from '../presence/presence.ts'
import { openSession } from '../sessions/sessions.ts'
import { insertAccount, selectAccounts, updateStanding } from './accounts.table.ts'

export const accountPage = { default: 100, max: 500 } as const

/**
 * Makes an account that is in the lobby, and its first session. The first one of a server administers it.
 * @throws ChatterError `wrong_code` or `forbidden` where the server asks for one, `username_taken`, or as the parsers of its fields do
 */
export async function signUp(
  app: FastifyInstance,
  { signUpCode }: Pick<Config, 'signUpCode'>,
  form: SignUp,
): Promise<NewSession> {
  // First of all: who has no code does not learn which names are taken.
  if (signUpCode && !isSameCode(form.code ?? '', signUpCode)) {
    const details = { field: 'code' }
    // Apps that know of codes send one, if an empty one; others know the second word.
    throw form.code === undefined
      ? new ChatterError('forbidden', 'Signing up here takes an app that asks for a code.', details)
      : new ChatterError('wrong_code', 'Signing up takes the code of this server.', details)
  }
  const username = parseUsername(form.username)
  const displayName = parseDisplayName(form.displayName)
  const passwordHash = await app.passwords.hash(parseNewPassword(form.password, username))
  const timeZone = isTimeZone(form.timeZone) ? form.timeZone : null
  const createdAt = Date.now()
  const { newSession, publish } = await transact(app.db, async trx => {
    const newcomer = await insertAccount(trx, { username, displayName, timeZone, createdAt, passwordHash })
    const session = await openSession(trx, newcomer.id, form.device)
    const { isFirst, publish } = await enterLobby(app, trx, newcomer)
    const account = isFirst ? { ...newcomer, isAdministrator: true as const } : newcomer
    if (isFirst) await updateStanding(trx, account)
    return { newSession: { account, session }, publish: () => publish(account) }
  })
  publish()
  return newSession
}

/** As long for every wrong one. */
function isSameCode(one: string, other: string): boolean {
  const hash = (code: string) => hashToken(code.trim().normalize('NFC'))
  return timingSafeEqual(hash(one), hash(other))
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

/** Somebody, and how they are now. @throws ChatterError `not_found` */
export async function accessAccount(
  app: FastifyInstance,
  accountId: number,
): Promise<{ account: Account; presence: Presence }> {
  const account = await findAccount(app.db, accountId)
  if (!account) throw new ChatterError('not_found', 'There is no such person.')
  const [presence] = await presencesOf(app, [accountId])
  return { account, presence: presence! }
}
