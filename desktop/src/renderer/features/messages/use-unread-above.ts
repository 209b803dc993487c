import { useEffect, useState } from 'react'
import type { UnreadLine } from './use-unread-line.ts'
import { indexOfSeq, type View } from './view.ts'

/** What began to be unread above all that was loaded, until one has been there: loading it does not bring anybody there. */
export function useUnreadAbove(
  { entries, list, scroller }: View,
  { from, above }: UnreadLine,
): UnreadLine['above'] {
  const [told, tell] = useState(above)
  const [wasThere, setThere] = useState(false)
  if (above && above.seq !== told?.seq) {
    tell(above)
    setThere(false)
  }
  const isLoaded = told !== null && !wasThere && from !== null
  useEffect(() => {
    const element = scroller.current
    if (!element || !isLoaded) return
    const look = () => {
      const place = list.current
      if (place && place.findItemIndex(place.scrollOffset) <= indexOfSeq(entries, from)) setThere(true)
    }
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [entries, list, scroller, isLoaded, from])
  return wasThere ? null : told
}
