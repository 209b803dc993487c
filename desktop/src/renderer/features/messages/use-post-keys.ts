import { type FocusEvent, type KeyboardEvent, useCallback, useState } from 'react'
import { focusComposer } from '../composer/composer-text.ts'
import type { View } from './view.ts'

/** Walks through the posts by key: arrows, Home, End; Escape goes to the end and back to writing. */
export function usePostKeys({ entries, scroller, list, follow }: View, goToLatest: () => void) {
  const [active, setActive] = useState<string | null>(null)
  const activeIndex = active === null ? -1 : entries.findIndex(({ key }) => key === active)

  const focusRow = useCallback(
    (index: number) => {
      const key = entries[index]?.key
      if (!key) return
      setActive(key)
      if (index < entries.length - 1) follow.letGo()
      list.current?.scrollToIndex(index, { align: 'nearest' })
      // It is laid out in the next frame, when it was far away.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const row = scroller.current?.querySelector(`[data-key="${CSS.escape(key)}"] article`)
          if (row instanceof HTMLElement) row.focus({ preventScroll: true })
        }),
      )
    },
    [entries, scroller, list, follow],
  )

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    // Code, tables and previews scroll by the same keys.
    if (target.closest('button, a, [role=group]') && event.key !== 'Escape') return
    const from = target.tagName === 'ARTICLE' ? indexOf(target, entries) : -1
    if (!act(event, from)) return
    event.preventDefault()
  }

  const act = (event: KeyboardEvent, from: number): boolean => {
    if (event.altKey || event.ctrlKey || event.metaKey) return false
    // Whoever starts to write here means the composer; the letter itself follows the focus.
    if (event.key.length === 1 || event.key === 'Process') {
      focusComposer()
      return false
    }
    // With Shift, arrows select, and Escape means all rooms.
    if (event.shiftKey) return false
    const end = entries.length - 1
    if (event.key === 'ArrowUp') focusRow(from < 0 ? end : Math.max(1, from - 1))
    else if (event.key === 'ArrowDown') focusRow(from < 0 ? end : Math.min(end, from + 1))
    else if (event.key === 'Home') focusRow(Math.min(1, end))
    else if (event.key === 'End') {
      goToLatest()
      focusRow(end)
    } else if (event.key === 'Escape') {
      goToLatest()
      focusComposer()
    } else return false
    return true
  }
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const key = target.closest('[data-key]')?.getAttribute('data-key')
    if (key && key !== active) setActive(key)
  }
  return { active, onKeyDown, onFocus, kept: activeIndex < 0 ? [] : [activeIndex] }
}

function indexOf(article: HTMLElement, entries: View['entries']): number {
  const key = article.closest('[data-key]')?.getAttribute('data-key')
  return entries.findIndex(entry => entry.key === key)
}
