/** What is open above one message: its menu, the emoji to react with, or a dialog. One at a time. */
import type { Message } from '@chatter/shared/messages.ts'
import { createAccountStore } from '../../lib/account-store.ts'

/** A point of the window, in pixels. */
export type Point = { x: number; y: number }

export type Overlay =
  | { kind: 'menu'; message: Message; at: Point; isByKeys: boolean }
  | { kind: 'emoji'; message: Message; at: Point }
  | { kind: 'edits' | 'delete' | 'forward'; message: Message }

type Overlays = {
  open: Overlay | null
  /** Something that failed, told in a line at the lower edge until the next thing is done. */
  problem: { words: string } | null
}

export const useOverlays = createAccountStore<Overlays>(() => ({ open: null, problem: null }))

/** Where the focus was before the first of them: a menu that leads to a dialog is gone when that closes. */
let origin: Element | null = null

export function openOverlay(open: Overlay): void {
  if (!useOverlays.getState().open) origin = document.activeElement
  useOverlays.setState({ open, problem: null })
}

export function closeOverlay(): void {
  useOverlays.setState({ open: null })
}

/** Once nothing is open any more; what was chosen may have put the focus elsewhere. */
export function giveFocusBack(): void {
  // The view stays where it is.
  if (document.activeElement === document.body && origin instanceof HTMLElement)
    origin.focus({ preventScroll: true })
  origin = null
}

/** Below a button, at its right edge. */
export function pointBelow(element: Element): Point {
  const { right, bottom } = element.getBoundingClientRect()
  return { x: Math.round(right), y: Math.round(bottom) + 4 }
}
