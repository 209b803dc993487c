import type { RefObject } from 'react'
import { useKeys } from './use-keys.ts'

/** Enter sends the form from each of its inputs, but not the Enter that ends a syllable. */
export function useSubmitKey(form: RefObject<HTMLFormElement | null>, submit: () => void): void {
  useKeys(form, ({ key }, event) => {
    if (key !== 'Enter' || !((event?.target ?? document.activeElement) instanceof HTMLInputElement))
      return false
    submit()
    return true
  })
}
