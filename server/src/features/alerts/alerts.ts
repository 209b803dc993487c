/** What a person wants of native notifications: which come, and when none do. Their devices do as it says. */
import type { Account } from '@chatter/shared/accounts.ts'
import {
  type AlertPreferences,
  type AlertPreferencesChange,
  type DoNotDisturb,
  isDoNotDisturb,
  parseKeywords,
  parseQuietHours,
} from '@chatter/shared/alerts.ts'
import type { FastifyInstance } from 'fastify'
import { transact } from '../../lib/transact.ts'
import * as table from './alerts.table.ts'

export async function readAlertPreferences(app: FastifyInstance, { id }: Account): Promise<AlertPreferences> {
  return asOfNow(await table.findAlertPreferences(app.db, id))
}

/**
 * Changes what is named, and tells all of the person's devices. Others only learn whether the person may be disturbed.
 * @throws ChatterError `invalid_input` as `parseKeywords` does
 */
export async function changeAlertPreferences(
  app: FastifyInstance,
  { id }: Account,
  { doNotDisturb, quietHours, keywords }: AlertPreferencesChange,
): Promise<AlertPreferences> {
  const change: AlertPreferencesChange = {
    ...(doNotDisturb !== undefined && { doNotDisturb }),
    ...(quietHours && { quietHours: parseQuietHours(quietHours) }),
    ...(keywords && { keywords: parseKeywords(keywords) }),
  }
  return app.inTurn(`account:${id}`, async () => {
    const changed = await transact(app.db, async trx => {
      await table.updateAlertPreferences(trx, id, change)
      return asOfNow(await table.findAlertPreferences(trx, id))
    })
    app.realtime.toAccount(id, 'alerts:changed', changed)
    if (doNotDisturb !== undefined) app.presence.retell(id)
    return changed
  })
}

/** Who of these people does not want to be disturbed now. */
export async function findUndisturbed(
  app: FastifyInstance,
  accountIds: readonly number[],
): Promise<Map<number, DoNotDisturb>> {
  const found = await table.findDoNotDisturb(app.db, accountIds)
  for (const [id, wish] of found) if (!isDoNotDisturb(wish, Date.now())) found.delete(id)
  return found
}

/** Do not disturb ends by itself. */
function asOfNow(preferences: AlertPreferences): AlertPreferences {
  return isDoNotDisturb(preferences.doNotDisturb, Date.now())
    ? preferences
    : { ...preferences, doNotDisturb: null }
}
