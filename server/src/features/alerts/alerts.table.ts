import {
  type AlertPreferences,
  type AlertPreferencesChange,
  type DoNotDisturb,
  usualAlertPreferences,
} from '@chatter/shared/alerts.ts'
import type { Knex } from 'knex'

type Row = {
  do_not_disturb: number
  do_not_disturb_until: number | null
  quiet_hours: number
  quiet_from: string
  quiet_to: string
  quiet_days: string
  keywords: string
}

/** Most accounts in one question. */
const batch = 500

export async function findAlertPreferences(db: Knex, accountId: number): Promise<AlertPreferences> {
  const row: Row | undefined = await db('alert_preferences').where({ account_id: accountId }).first()
  return row ? toPreferences(row) : usualAlertPreferences
}

/** Writes what is given, and leaves the rest: another device may write something else in the same instant. */
export async function updateAlertPreferences(
  db: Knex,
  accountId: number,
  change: AlertPreferencesChange,
): Promise<void> {
  const usual = { account_id: accountId, ...toColumns(usualAlertPreferences) }
  await db('alert_preferences').insert(usual).onConflict('account_id').ignore()
  const columns = toColumns(change)
  if (Object.keys(columns).length > 0)
    await db('alert_preferences').where({ account_id: accountId }).update(columns)
}

/** Who of these people does not want to be disturbed, as they said last. */
export async function findDoNotDisturb(
  db: Knex,
  accountIds: readonly number[],
): Promise<Map<number, DoNotDisturb>> {
  const found = new Map<number, DoNotDisturb>()
  for (let start = 0; start < accountIds.length; start += batch) {
    const rows: { account_id: number; do_not_disturb_until: number | null }[] = await db('alert_preferences')
      .select('account_id', 'do_not_disturb_until')
      .whereIn('account_id', accountIds.slice(start, start + batch))
      .where({ do_not_disturb: true })
    for (const row of rows) found.set(row.account_id, { until: row.do_not_disturb_until })
  }
  return found
}

function toColumns({ doNotDisturb, quietHours, keywords }: AlertPreferencesChange) {
  return {
    ...(doNotDisturb !== undefined && {
      do_not_disturb: doNotDisturb !== null,
      do_not_disturb_until: doNotDisturb?.until ?? null,
    }),
    ...(quietHours && {
      quiet_hours: quietHours.isOn,
      quiet_from: quietHours.from,
      quiet_to: quietHours.to,
      quiet_days: quietHours.days.join(''),
    }),
    ...(keywords && { keywords: JSON.stringify(keywords) }),
  }
}

function toPreferences(row: Row): AlertPreferences {
  return {
    doNotDisturb: row.do_not_disturb === 1 ? { until: row.do_not_disturb_until } : null,
    quietHours: {
      isOn: row.quiet_hours === 1,
      from: row.quiet_from,
      to: row.quiet_to,
      days: [...row.quiet_days].map(Number),
    },
    keywords: JSON.parse(row.keywords),
  }
}
