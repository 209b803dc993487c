import type { Account } from '@chatter/shared/accounts.ts'

/** Whether somebody may be here, and so is worth writing to, inviting and naming. */
export function isActive({ isDeactivated }: Pick<Account, 'isDeactivated'>): boolean {
  return !isDeactivated
}
