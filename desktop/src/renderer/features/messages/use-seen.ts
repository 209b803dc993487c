import { useCallback, useEffect } from 'react'
import { isLookedAt, onAttention } from '../attention/attention.ts'
import { useClient } from '../session/use-client.ts'
import type { View } from './view.ts'

/** Moves the read marker to the lowest message on screen, while somebody looks. Returns what looks whether it is time. */
export function useSeen({ room, entries, list }: View, lookAtEnd: (isEndSeen: boolean) => void): () => void {
  const client = useClient()
  const look = useCallback(() => {
    const place = list.current
    if (!place || place.viewportSize === 0) return
    const bottom = place.scrollOffset + place.viewportSize
    const index = Math.min(place.findItemIndex(bottom - 12), entries.length - 1)
    lookAtEnd(index >= entries.length - 1)
    if (!isLookedAt()) return
    const seq = entries.slice(0, index + 1).findLast(({ row }) => row?.message)?.row?.message?.seq
    if (seq !== undefined && seq > room.readSeq) client.markRead(room.id, seq)
  }, [client, room.id, room.readSeq, entries, list, lookAtEnd])
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
