/** Whether somebody is looking at this window, for the views. */
import { isBehindDialog, onDialogs } from '../../lib/open-dialogs.ts'
import { type AttentionWatch, watchAttention } from '../../store/seen.ts'

let watch: AttentionWatch | undefined

/** Follows the window and its input from now on. */
export function setupAttention(): AttentionWatch {
  watch = watchAttention(window.bridge, window)
  return watch
}

/** The end of this room is on screen; undefined when none is. */
export function showEnd(roomId: number | undefined): void {
  watch?.showEnd(roomId)
}

/** Whether the conversation on screen is being looked at at this moment: what lies behind a dialog is not. */
export function isLookedAt(): boolean {
  return watch !== undefined && !isBehindDialog() && watch.isAttentive()
}

/** Calls back when somebody begins or stops looking. Returns a function that stops. */
export function onAttention(listener: () => void): () => void {
  const stops = [watch?.onChange(listener), onDialogs(listener)]
  return () => {
    for (const stop of stops) stop?.()
  }
}
