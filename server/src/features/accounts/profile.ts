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
  if (readReceipts !== undefined) await showReceipts(app, account, readReceipts)
  const { displayName: name = account.displayName, timeZone: zone = account.timeZone } = change
  if (name === account.displayName && zone === account.timeZone) return account
  const changed = await transact(app.db, trx => updateAccount(trx, account, change))
  app.realtime.knowAccount(changed)
  app.realtime.toEveryone('account:changed', { account: changed })
  return changed
}

/** Shows others in direct rooms how far the person has read, and the person how far they have; or neither. */
async function showReceipts(app: FastifyInstance, account: Account, areShown: boolean): Promise<void> {
  if (await switchReadReceipts(app.db, account.id, areShown))
    await tellReceiptsSwitched(app, account, areShown)
}

/** The person is where this device is, if that is a place that is known. */
export async function moveTo(app: FastifyInstance, account: Account, timeZone?: string): Promise<Account> {
  return isTimeZone(timeZone) ? changeMe(app, account, { timeZone }) : account
}
