/** What administrators decide: who may be here, who decides with them, and who gets a new password. */
import type { Account, AccountChange, GivenPassword } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import { handOnRooms } from '../members/roles.ts'
import { endSessions, removeSessions } from '../sessions/sessions.ts'
import { findByUsername, lockAccount, lockAdministrators, updateStanding } from './accounts.table.ts'
import { replaceByNew } from './password.ts'

/**
 * Changes what somebody may do here. Whoever is deactivated is logged out everywhere, administers nothing any more, and what they
 * owned is somebody else's; what they wrote stays.
 * @throws ChatterError `forbidden` for who is no administrator, and for what would leave the server without one; `not_found`
 */
export async function changeAccount(
  app: FastifyInstance,
  who: Account,
  accountId: number,
  change: AccountChange,
): Promise<Account> {
  return app.inTurn(`account:${accountId}`, async () => {
    const { after, ended } = await transact(app.db, trx => decide(trx, who, accountId, change))
    endSessions(app, ended)
    // Also what was so already: it may be repeated because nobody was told.
    app.realtime.knowAccount(after)
    app.realtime.toEveryone('account:changed', { account: after })
    if (after.isDeactivated) await handOnRooms(app, accountId)
    return after
  })
}

/** Returns the account as it is then, and the ids of the sessions that ended. */
async function decide(trx: Knex, who: Account, accountId: number, change: AccountChange) {
  const administrators = await accessAdministration(trx, who)
  const before = await lockAccount(trx, accountId)
  if (!before) throw notFound()
  const after = standingAfter(before, change)
  if (!after.isAdministrator && administrators.every(id => id === accountId))
    throw new ChatterError('forbidden', 'A server has an administrator: name somebody else first.')
  await updateStanding(trx, after)
  return { after, ended: after.isDeactivated ? await removeSessions(trx, accountId) : [] }
}

function standingAfter(before: Account, change: AccountChange): Account {
  const { isAdministrator, isDeactivated, ...rest } = before
  const isOut = change.isDeactivated ?? isDeactivated === true
  const decides = !isOut && (change.isAdministrator ?? isAdministrator === true)
  return { ...rest, ...(decides && { isAdministrator: true }), ...(isOut && { isDeactivated: true }) }
}

/** The administrators' ids, which stay the same until the transaction ends. @throws ChatterError `forbidden` for all others */
async function accessAdministration(trx: Knex, who: Account): Promise<number[]> {
  const administrators = await lockAdministrators(trx)
  if (!administrators.includes(who.id)) throw forbidden()
  return administrators
}

/**
 * Gives somebody a password that nobody has chosen, and logs all of their devices out.
 * @throws ChatterError `forbidden` for who is no administrator, and for one's own, which takes the old one; `not_found`
 */
export async function givePassword(
  app: FastifyInstance,
  who: Account,
  accountId: number,
): Promise<GivenPassword> {
  if (accountId === who.id)
    throw new ChatterError('forbidden', 'Your own password is changed by whoever knows it.')
  // A hash costs much: it is made for nobody who may not have it.
  if (!who.isAdministrator) throw forbidden()
  const { password, ended } = await replaceByNew(app, async trx => {
    await accessAdministration(trx, who)
    const account = await lockAccount(trx, accountId)
    if (!account) throw notFound()
    return account
  })
  endSessions(app, ended)
  return { password }
}

/**
 * Makes somebody an administrator, for whoever runs the server; also somebody who was deactivated, who can log in again.
 * @throws Error fit for people when there is no such person
 */
export async function makeAdministrator(
  { db }: Pick<FastifyInstance, 'db'>,
  username: string,
): Promise<Account> {
  return transact(db, async trx => {
    const found = await findByUsername(trx, username)
    if (!found) throw new Error(`Nobody is called ${username} here.`)
    const after = standingAfter(found, { isAdministrator: true, isDeactivated: false })
    await updateStanding(trx, after)
    return after
  })
}

function forbidden() {
  return new ChatterError('forbidden', 'Only an administrator of this server decides that.')
}

function notFound() {
  return new ChatterError('not_found', 'There is no such person.')
}
