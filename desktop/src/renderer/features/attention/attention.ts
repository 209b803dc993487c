/** Whether somebody is looking at this window, for the views. */
import { type AttentionWatch, isSeen, watchAttention } from '../../store/seen.ts'

let watch: AttentionWatch | undefined

/** Follows the window and its input from now on. */
export function setupAttention(): void {
  watch = watchAttention(window.bridge, window)
}

/** Whether what is on screen at this moment is being looked at. */
export function isLookedAt(): boolean {
  return watch !== undefined && isSeen(true, watch.read(), Date.now())
}

/** Calls back when somebody begins or stops looking. Returns a function that stops. */
export function onAttention(listener: () => void): () => void {
  return watch?.onChange(listener) ?? (() => {})
}
