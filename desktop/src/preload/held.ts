type Listener = (signal: unknown) => void

/**
 * A clicked notification may start the app, and the page listens only once it knows the rooms: the last thing told
 * waits for the first listener.
 */
export function heldUntilHeard() {
  const listeners = new Set<Listener>()
  let held: { signal: unknown } | undefined
  return {
    tell(signal: unknown) {
      if (listeners.size === 0) held = { signal }
      for (const listener of listeners) listener(signal)
    },
    hear(listener: Listener): () => void {
      listeners.add(listener)
      if (held) listener(held.signal)
      held = undefined
      return () => void listeners.delete(listener)
    },
  }
}
