import type { ChatterServer } from './sockets.ts'

/** So many connections are ended at once, this often, in milliseconds: they come back at this pace, too. */
const [atOnce, interval] = [100, 100]

/**
 * Sends clients away without a word of farewell, so that they come back by themselves and ask for what they missed. What they
 * hear is looked up anew then.
 */
export function createRecall(io: ChatterServer) {
  let waiting: string[] = []
  let isDue = false
  let timer: NodeJS.Timeout | undefined

  function endSome() {
    // Also those who were about to connect, and may have looked up what they hear too early.
    if (isDue) waiting = [...io.of('/').sockets.keys()]
    isDue = false
    for (const id of waiting.splice(0, atOnce)) io.of('/').sockets.get(id)?.conn.close()
    timer = waiting.length > 0 ? setTimeout(endSome, interval).unref() : undefined
  }

  function stir() {
    timer ??= setTimeout(endSome, interval).unref()
  }

  return {
    /** These connections. */
    some(ids: Iterable<string>) {
      waiting.push(...ids)
      stir()
    },
    /** All who are connected. Several gaps within a moment are one. */
    all() {
      isDue = true
      stir()
    },
    close: async () => clearTimeout(timer),
  }
}
