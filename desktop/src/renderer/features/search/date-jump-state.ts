import { createAccountStore } from '../../lib/account-store.ts'

/** Whether the choice of a date is open; a menu opens it, too. */
export const useDateJump = createAccountStore<{ isOpen: boolean }>(() => ({ isOpen: false }))

export function openDateJump(): void {
  useDateJump.setState({ isOpen: true })
}
