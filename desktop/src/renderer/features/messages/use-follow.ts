/**
 * Keeps the view at the newest message while the person is there, and still while they read further up. The person
 * decides by scrolling; what is laid out, measured or arrives never does.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there, in pixels: fractions of a pixel are lost in scrolling. */
const nearness = 8

/** A turn of the wheel scrolls for so long, smoothly, in milliseconds. */
const wheelTurn = 300

export type Follow = {
  isAtEnd: boolean
  /** To be called for each scroll event. */
  onScroll: () => void
  goToEnd: () => void
  /** To be called before going elsewhere by program. */
  letGo: () => void
}

/**
 * @param change anything that changes with the content, after which the end is sought again
 * @param canFollow false where the content's end is not the room's end
 */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  change: unknown,
  canFollow: boolean,
): Follow {
  const [isAtEnd, setAtEnd] = useState(true)
  const following = useRef(true)
  const last = useRef({ top: 0, height: 0, view: 0 })
  const turnedUpAt = useRef(Number.NEGATIVE_INFINITY)

  const follow = useCallback((is: boolean) => {
    following.current = is
    setAtEnd(is)
  }, [])

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const { scrollTop: top, scrollHeight: height, clientHeight: view } = element
    const before = last.current
    last.current = { top, height, view }
    if (height - top - view <= nearness) {
      if (canFollow) follow(true)
    }
    // Only a person's own scrolling moves up while nothing changes its size; and it does, whatever changes, with the wheel.
    else if (top < before.top) {
      const isSameSize = height === before.height && view === before.view
      if (isSameSize || performance.now() - turnedUpAt.current < wheelTurn) follow(false)
    }
  }, [scroller, canFollow, follow])

  const seekEnd = useCallback(() => {
    const element = scroller.current
    if (!element) return
    if (following.current) element.scrollTop = element.scrollHeight
    // Where all fits on the screen there is no scrolling that would tell.
    else if (canFollow && element.scrollHeight <= element.clientHeight) follow(true)
  }, [scroller, canFollow, follow])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` is what the effect is for
  useLayoutEffect(seekEnd, [change, seekEnd])

  useEffect(() => {
    const element = scroller.current
    const note = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0) turnedUpAt.current = performance.now()
    }
    element?.addEventListener('wheel', note, { passive: true })
    return () => element?.removeEventListener('wheel', note)
  }, [scroller])

  useEffect(() => {
    const observer = new ResizeObserver(seekEnd)
    const element = scroller.current
    if (element) observer.observe(element)
    if (element?.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [scroller, seekEnd])

  const goToEnd = useCallback(() => {
    follow(true)
    seekEnd()
  }, [follow, seekEnd])
  const letGo = useCallback(() => follow(false), [follow])
  return { isAtEnd, onScroll, goToEnd, letGo }
}
