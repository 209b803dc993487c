import { useCallback, useEffect, useRef } from 'react'
import { useClient, useClientState } from '../session/use-client.ts'
import type { View } from './view.ts'

/** Messages are fetched when the end of what is there comes this close, in pixels, so that few ever see the spinner. */
const reach = 2000

/** Loads older and newer messages while they are scrolled towards. Returns what looks whether it is time. */
export function useLoading({ room, timeline, entries, scroller, list }: View): () => void {
  const client = useClient()
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const { hasBefore, hasAfter } = timeline
  const going = useRef<Promise<void>>(undefined)
  const heading = useRef({ top: 0, height: 0, isDown: false })
  const load = useCallback(() => {
    // Not as virtua has it: it hears of a scroll after us, and would tell where the view was before.
    const view = scroller.current
    if (!view || !list.current?.viewportSize) return
    const { scrollTop: top, scrollHeight: height } = view
    const below = height - top - view.clientHeight
    const before = heading.current
    const hasMoved = height === before.height && top !== before.top
    heading.current = { top, height, isDown: hasMoved ? top > before.top : before.isDown }
    // After a page came above, virtua holds the view from the end until scrolling stops: rows below that are measured only
    // then would move it. Whoever goes down in the middle of history needs nothing from above.
    const staysBelow = hasAfter && heading.current.isDown
    const towards =
      hasBefore && top < reach && !staysBelow
        ? client.loadBefore
        : hasAfter && below < reach
          ? client.loadAfter
          : undefined
    // Each scroll event asks, and one page at a time is enough: what it brings asks again.
    if (!towards || going.current) return
    const leave = () => {
      going.current = undefined
    }
    // What fails is tried again on the next scroll or connection; the banner tells that there is none.
    going.current = towards(room.id).then(leave, leave)
  }, [client, scroller, list, room.id, hasBefore, hasAfter])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after new rows, or back online, there may still be too few
  useEffect(() => {
    // virtua knows its place only after it has measured.
    const frame = requestAnimationFrame(load)
    return () => cancelAnimationFrame(frame)
  }, [load, entries, isOnline])
  return load
}
