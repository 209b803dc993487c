import { useEffect, useMemo, useState } from 'react'
import type { Colored } from './highlight.ts'

type Highlight = typeof import('./highlight.ts').highlight

/** Longer code stays as it is: colouring it would be felt. */
const longest = 20_000

let loaded: Highlight | undefined

/** The code with its colours, once what colours it is there. Colours change no width and no height. */
export function useHighlight(language: string, text: string): Colored[] | null {
  const isWanted = language !== '' && text.length <= longest
  const [highlight, setHighlight] = useState(() => loaded)
  useEffect(() => {
    if (!isWanted || highlight) return
    let isGone = false
    void import('./highlight.ts').then(module => {
      loaded = module.highlight
      if (!isGone) setHighlight(() => loaded)
    })
    return () => {
      isGone = true
    }
  }, [isWanted, highlight])
  return useMemo(
    () => (isWanted && highlight ? highlight(language, text) : null),
    [isWanted, highlight, language, text],
  )
}
