/** How a person shows themselves to the others. */
import { type Account, parseDisplayName } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MeChange } from '@chatter/shared/sessions.ts'
import type { FastifyInstance } from 'fastify'
import { isTimeZone } from '../../lib/time-zones.ts'
import { transact } from '../../lib/transact.ts'
import { tellReceiptsSwitched } from '../markers/receipts.ts'
import { switchReadReceipts, updateAccount } from './accounts.table.ts'

/** @throws ChatterError `display_name_invalid`, or `invalid_input` for a time zone that does not exist */
export async function changeMe(
  app: FastifyInstance,
  account: Account,
  { displayName, timeZone, readReceipts }: MeChange,
): Promise<Account> {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new ChatterError('invalid_input', 'There is no such time zone.', { field: 'timeZone' })
  const change = {
    ...(displayName !== undefined && { displayName: parseDisplayName(displayName) }),
    ...(timeZone !== undefined && { timeZone }),
  }
  return app.inTurn(`account:${account.id}`, async () => {
    if (readReceipts !== undefined) await showReceipts(app, account, readReceipts)
    const { before, after } = await transact(app.db, trx => updateAccount(trx, account.id, change))
    if (before.displayName !== after.displayName || before.timeZone !== after.timeZone) {
      app.realtime.knowAccount(after)
      app.realtime.toEveryone('account:changed', { account: after })
    }
    return after
  })
}

/** Shows others in direct rooms how far the person has read, and the person how far they have; or neither. */
async function showReceipts(app: FastifyInstance, account: Account, areShown: boolean): Promise<void> {
  if (await switchReadReceipts(app.db, account.id, areShown)) await tellReceiptsSwitched(app, account)
}

/** The person is where this device is, if that is a place that is known. */
export async function moveTo(app: FastifyInstance, account: Account, timeZone?: string): Promise<Account> {
  const hasMoved = isTimeZone(timeZone) && timeZone !== account.timeZone
  return hasMoved ? changeMe(app, account, { timeZone }) : account
}
