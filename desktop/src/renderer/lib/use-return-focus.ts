import { useEffect, useState } from 'react'

/** Where the focus is at home, when the place that it came from is gone. */
const home = '[data-focus-home]'

/**
 * Gives the focus back, when this view goes, to what had it before. Radix gives it to the button that opened a dialog; ours
 * are opened by keys and menus as well.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // Whoever takes the focus on closing, such as the room that was chosen, has it by then.
      setTimeout(() => {
        if (document.activeElement !== document.body) return
        const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected
        const target = isThere ? before : document.querySelector<HTMLElement>(home)
        target?.focus()
      })
    },
    [before],
  )
}
