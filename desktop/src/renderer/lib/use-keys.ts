import { type RefObject, useEffect, useRef } from 'react'
import { type KeyAction, listenToKeys } from './composition.dom.ts'

/** Acts on the keys of a text input, without those that belong to the input method. Every text input uses this. */
export function useKeys(input: RefObject<HTMLElement | null>, act: KeyAction): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    if (input.current) return listenToKeys(input.current, (press, event) => latest.current(press, event))
  }, [input])
}
