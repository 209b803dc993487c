import { useCallback, useEffect } from 'react'
import { isLookedAt, onAttention, showEnd } from '../attention/attention.ts'
import { useClient } from '../session/use-client.ts'
import type { View } from './view.ts'

/** Moves the read marker to the lowest message on screen, while somebody looks. Returns what looks whether it is time. */
export function useSeen(
  { room, timeline, entries, scroller, list, follow }: View,
  lookAtEnd: (isEndSeen: boolean) => void,
): () => void {
  const client = useClient()
  const comesOnScreen = follow.isAtEnd && !timeline.hasAfter
  useEffect(() => {
    if (!comesOnScreen) return
    showEnd(room.id)
    return () => showEnd(undefined)
  }, [room.id, comesOnScreen])
  const look = useCallback(() => {
    const place = list.current
    const view = scroller.current
    if (!view || !place?.viewportSize) return
    const bottom = view.scrollTop + view.clientHeight
    const index = Math.min(place.findItemIndex(bottom - 12), entries.length - 1)
    lookAtEnd(index >= entries.length - 1)
    if (!isLookedAt()) return
    const seq = lastSeq(entries, index)
    if (seq !== undefined && seq > room.readSeq) client.markRead(room.id, seq)
  }, [client, room.id, room.readSeq, entries, scroller, list, lookAtEnd])
  useEffect(() => {
    // virtua knows its place only after it has measured, which may take a frame more.
    let frame = requestAnimationFrame(function lookOnceMeasured() {
      if (list.current?.viewportSize) look()
      else frame = requestAnimationFrame(lookOnceMeasured)
    })
    const stop = onAttention(look)
    return () => {
      cancelAnimationFrame(frame)
      stop()
    }
  }, [look, list])
  return look
}

/** The seq of the last message up to an entry: what is on its way has none. */
function lastSeq(entries: View['entries'], index: number): number | undefined {
  for (let at = index; at >= 0; at--) {
    const message = entries[at]?.message
    if (message) return message.seq
  }
  return undefined
}
