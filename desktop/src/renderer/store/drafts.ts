import type { Draft } from './state.ts'
import type { Writing } from './writing.ts'

/** A draft is on disk this long after its last change at the latest, in milliseconds. */
const gatherTime = 300

type Drafts = Readonly<Record<number, Draft>>

export type DraftsOptions = {
  read: () => Drafts
  onChange: (drafts: Drafts) => void
  writing: () => Writing | undefined
}

/** What is written but not posted, by room. */
export function createDrafts({ read, onChange, writing }: DraftsOptions) {
  const unwritten = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(roomId: number, text: string) {
    const { [roomId]: _, ...others } = read()
    onChange(text === '' ? others : { ...others, [roomId]: { text } })
  }

  /** Writes now what would be written in a moment. */
  function flush(): Promise<unknown> {
    clearTimeout(timer)
    timer = undefined
    const roomIds = [...unwritten]
    unwritten.clear()
    return Promise.all(roomIds.map(roomId => writing()?.putDraft(roomId, read()[roomId]?.text ?? '')))
  }

  return {
    restore(drafts: readonly { roomId: number; text: string }[]) {
      onChange(Object.fromEntries(drafts.map(({ roomId, text }) => [roomId, { text }])))
    },
    write(roomId: number, text: string) {
      if ((read()[roomId]?.text ?? '') === text) return
      show(roomId, text)
      unwritten.add(roomId)
      timer ??= setTimeout(flush, gatherTime)
    },
    /** The draft became a post, whose write ends it on disk too. */
    end(roomId: number) {
      unwritten.delete(roomId)
      if (read()[roomId]) show(roomId, '')
    },
    flush,
  }
}
