/** Finds what a key stands for; undefined when it stands for nothing. */
export type Find<Key, Value> = (key: Key) => Promise<Value | undefined>

/**
 * Gathers look-ups that are asked for at the same time: while one is under way, the next keys wait for it, and go together.
 * At rest nothing waits; when a thousand people come at once, a handful of queries serves them. Nothing is ever answered from
 * a query that began before it was asked, so every answer is as fresh as a query of its own.
 * @param load finds many; keys may be repeated
 * @param most keys in one look-up: fewer, where much is found for each
 */
export function createGatherer<Key, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  most = 256,
): Find<Key, Value> {
  type Asker = { key: Key; resolve: (value: Value | undefined) => void; reject: (error: unknown) => void }
  const waiting: Asker[] = []
  let isLoading = false

  async function loadAll() {
    isLoading = true
    while (waiting.length > 0) {
      const askers = waiting.splice(0, most)
      try {
        const found = await load(askers.map(({ key }) => key))
        for (const { key, resolve } of askers) resolve(found.get(key))
      } catch (error) {
        for (const { reject } of askers) reject(error)
      }
    }
    isLoading = false
  }

  return key =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!isLoading) void loadAll()
    })
}

/**
 * The keys, the last repeated until their number is a power of two, so that statements with a place for each key come in few
 * lengths, and can be kept prepared.
 */
export function padKeys<Key>(keys: readonly Key[]): Key[] {
  const length = 2 ** Math.ceil(Math.log2(keys.length))
  return Array.from({ length }, (_, index) => keys[Math.min(index, keys.length - 1)]!)
}
