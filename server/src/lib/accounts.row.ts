import type { Account } from '@chatter/shared/accounts.ts'

/** What a query selects to make an {@link Account}, for `select(accountColumns)` with `accounts` among its tables. */
export const accountColumns = {
  account_id: 'accounts.id',
  account_username: 'accounts.username',
  account_display_name: 'accounts.display_name',
  account_time_zone: 'accounts.time_zone',
  account_created_at: 'accounts.created_at',
  account_is_administrator: 'accounts.is_administrator',
  account_deactivated_at: 'accounts.deactivated_at',
} as const

export type AccountRow = {
  account_id: number
  account_username: string
  account_display_name: string
  account_time_zone: string | null
  account_created_at: number
  account_is_administrator: number
  account_deactivated_at: number | null
}

export function toAccount(row: AccountRow): Account {
  return {
    id: row.account_id,
    username: row.account_username,
    displayName: row.account_display_name,
    timeZone: row.account_time_zone,
    createdAt: row.account_created_at,
    ...(row.account_is_administrator === 1 && { isAdministrator: true }),
    ...(row.account_deactivated_at !== null && { isDeactivated: true }),
  }
}
