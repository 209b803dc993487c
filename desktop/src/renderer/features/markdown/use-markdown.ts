/** Loads what reads and shows Markdown: after the first paint, or sooner when a post on screen needs it. */
import { useSyncExternalStore } from 'react'

type Markdown = typeof import('./rich-text.tsx')

let loaded: Markdown | undefined
let isAsked = false
const listeners = new Set<() => void>()

export function loadMarkdown(): void {
  if (isAsked) return
  isAsked = true
  void import('./rich-text.tsx').then(module => {
    loaded = module
    for (const listener of listeners) listener()
  })
}

/** What shows Markdown, once it is there; until then a post is shown as it was written. */
export function useMarkdown(isNeeded: boolean): Markdown | undefined {
  const markdown = useSyncExternalStore(subscribe, () => loaded)
  if (isNeeded && !markdown) loadMarkdown()
  return isNeeded ? markdown : undefined
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
