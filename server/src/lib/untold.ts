/** So many are kept; whoever was told nothing of older ones sees them when they catch up next. */
const most = 10_000

/**
 * What may have been committed without anybody hearing of it, because the answer was lost: whoever asked for it asks again, and
 * when it is found to be there, the others are told. This process alone knows that it has to be.
 */
export type Untold = {
  add: (key: string) => void
  /** Whether it had to be told; it counts as told from now on. */
  take: (key: string) => boolean
}

export function createUntold(): Untold {
  const keys = new Set<string>()
  return {
    add(key) {
      keys.add(key)
      if (keys.size > most) keys.delete(keys.values().next().value!)
    },
    take: key => keys.delete(key),
  }
}
