import { create } from 'zustand'

/** Whether the choice of a date is open; a menu opens it, too. */
export const useDateJump = create<{ isOpen: boolean }>(() => ({ isOpen: false }))

export function openDateJump(): void {
  useDateJump.setState({ isOpen: true })
}
