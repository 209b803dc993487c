import { useCallback, useEffect } from 'react'
import { useClient, useClientState } from '../session/use-client.ts'
import type { View } from './view.ts'

/** Messages are fetched when the end of what is there comes this close, in pixels, so that few ever see the spinner. */
const reach = 2000

/** Loads older and newer messages while they are scrolled towards. Returns what looks whether it is time. */
export function useLoading({ room, timeline, entries, list }: View): () => void {
  const client = useClient()
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const { hasBefore, hasAfter } = timeline
  const load = useCallback(() => {
    const place = list.current
    if (!place) return
    // What fails is tried again on the next scroll or connection; the banner tells that there is none.
    if (hasBefore && place.scrollOffset < reach) client.loadBefore(room.id).catch(() => {})
    const below = place.scrollSize - place.scrollOffset - place.viewportSize
    if (hasAfter && below < reach) client.loadAfter(room.id).catch(() => {})
  }, [client, list, room.id, hasBefore, hasAfter])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after new rows, or back online, there may still be too few
  useEffect(() => {
    // virtua knows its place only after it has measured.
    const frame = requestAnimationFrame(load)
    return () => cancelAnimationFrame(frame)
  }, [load, entries, isOnline])
  return load
}
