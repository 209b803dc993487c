/** Whether somebody is looking at this window, for the views. */
import { isBehindDialog, onDialogs } from '../../lib/open-dialogs.ts'
import { type AttentionWatch, isSeen, watchAttention } from '../../store/seen.ts'

let watch: AttentionWatch | undefined

/** Follows the window and its input from now on. */
export function setupAttention(): void {
  watch = watchAttention(window.bridge, window)
}

/** Whether the conversation on screen is being looked at at this moment: what lies behind a dialog is not. */
export function isLookedAt(): boolean {
  return watch !== undefined && isSeen(!isBehindDialog(), watch.read(), Date.now())
}

/** Calls back when somebody begins or stops looking. Returns a function that stops. */
export function onAttention(listener: () => void): () => void {
  const stops = [watch?.onChange(listener), onDialogs(listener)]
  return () => {
    for (const stop of stops) stop?.()
  }
}
