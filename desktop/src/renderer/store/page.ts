/** What the page hears of the machine. Each returns a function that stops. Without a page (in tests of Node) nothing is heard. */

/** The page may be thrown away at any moment from now on: write what is unwritten. */
export function onLeaving(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const onVisibility = () => document.visibilityState === 'hidden' && listener()
  window.addEventListener('pagehide', listener)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    window.removeEventListener('pagehide', listener)
    document.removeEventListener('visibilitychange', onVisibility)
  }
}

/** The network may be back, or somebody looks again: connect now instead of later. */
export function onWaking(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const onVisibility = () => document.visibilityState === 'visible' && listener()
  window.addEventListener('online', listener)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    window.removeEventListener('online', listener)
    document.removeEventListener('visibilitychange', onVisibility)
  }
}
