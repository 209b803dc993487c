/** Limits hold on all nodes together: each tells the others what was used up there, soon after. */
import type { Nodes } from './nodes.ts'

/** How long uses gather before the others are told, in milliseconds. Nobody waits for that: so much more may slip through. */
const gathering = 50

type Key = string | number
type OnUsed = (kind: string, key: Key, count: number) => void

export type Uses = ReturnType<typeof shareUses>

export function shareUses(nodes: Nodes) {
  /** What was used here since the others were told last, by kind and key. */
  let used = new Map<string, Map<Key, number>>()
  let timer: NodeJS.Timeout | undefined
  const listeners: OnUsed[] = []

  function tell() {
    timer = undefined
    const uses = [...used].flatMap(([kind, keys]) =>
      [...keys].map(([key, count]) => [kind, key, count] as const),
    )
    used = new Map()
    nodes.tell('used', { uses })
  }

  nodes.on('used', ({ uses }) => {
    for (const [kind, key, count] of uses) for (const listener of listeners) listener(kind, key, count)
  })

  return {
    note(kind: string, key: Key) {
      if (!nodes.areSeveral) return
      const keys = used.get(kind) ?? new Map<Key, number>()
      used.set(kind, keys.set(key, (keys.get(key) ?? 0) + 1))
      timer ??= setTimeout(tell, gathering).unref()
    },
    /** Hears what was used at other nodes. */
    onUsed: (listener: OnUsed) => void listeners.push(listener),
    close: async () => clearTimeout(timer),
  }
}
