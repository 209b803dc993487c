/** Runs work of one key after the other, in the order in which it was asked for. */
type InTurn<Key> = <Result>(key: Key, work: () => Promise<Result>) => Promise<Result>

/**
 * Of one key, one piece of work runs at a time: what it says after its commit is said before the next begins. Work of other
 * keys does not wait for it.
 */
export function createInTurn<Key>(): InTurn<Key> {
  const last = new Map<Key, Promise<unknown>>()

  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve()
    const turn = before.then(work, work)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
