import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { type Extent, fit, fitted, pan, zoomTo } from './zoom.ts'

/** Before a picture that nobody measured is there. */
const unknown = { width: 640, height: 480 }

/** Follows the wheel and the pointer over a picture that lies in the middle of `stage`. */
export function useZoom(stage: RefObject<HTMLElement | null>, told: { width?: number; height?: number }) {
  const [natural, setNatural] = useState<Extent>(
    told.width && told.height ? { width: told.width, height: told.height } : unknown,
  )
  const [space, setSpace] = useState<Extent>({ width: innerWidth, height: innerHeight })
  const [zoom, setZoom] = useState(fitted)
  const held = useRef<{ x: number; y: number } | null>(null)
  const picture = fit(natural, space)

  useEffect(() => {
    const element = stage.current
    if (!element) return
    const look = () => setSpace({ width: element.clientWidth, height: element.clientHeight })
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [stage])

  // React listens to the wheel passively, and the page must not scroll with it.
  useEffect(() => {
    const element = stage.current
    if (!element) return
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const at = {
        x: event.clientX - box.left - box.width / 2,
        y: event.clientY - box.top - box.height / 2,
      }
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
      setZoom(before => zoomTo(before, before.scale * Math.exp(-lines / 300), picture, space, at))
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [stage, picture, space])

  const grow = (by: number) => setZoom(before => zoomTo(before, before.scale * by, picture, space))
  /** As large as it is, or twice as large as fitted where that is the same. */
  const whole = Math.max(2, natural.width / picture.width)
  const listeners = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || zoom.scale === 1) return
      held.current = { x: event.clientX, y: event.clientY }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = held.current
      if (!from) return
      held.current = { x: event.clientX, y: event.clientY }
      const by = { x: event.clientX - from.x, y: event.clientY - from.y }
      setZoom(before => pan(before, by, picture, space))
    },
    onPointerUp() {
      held.current = null
    },
    onPointerCancel() {
      held.current = null
    },
    onDoubleClick({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>) {
      const box = currentTarget.getBoundingClientRect()
      const at = { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
      setZoom(before => (before.scale > 1 ? fitted : zoomTo(before, whole, picture, space, at)))
    },
  }
  return {
    zoom,
    picture,
    listeners,
    grow,
    reset: () => setZoom(fitted),
    /** The picture is there, and says itself how large it is. */
    measure({ naturalWidth: width, naturalHeight: height }: HTMLImageElement) {
      if (width > 0 && height > 0) setNatural({ width, height })
    },
  }
}
