import type { Draft, PostDraft } from './state.ts'
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

  function show(roomId: number, draft: Draft | undefined) {
    const { [roomId]: _, ...others } = read()
    onChange(draft ? { ...others, [roomId]: draft } : others)
  }

  /** Writes now what would be written in a moment. */
  function flush(): Promise<unknown> {
    clearTimeout(timer)
    timer = undefined
    const roomIds = [...unwritten]
    unwritten.clear()
    return Promise.all(roomIds.map(roomId => writing()?.putDraft(roomId, read()[roomId])))
  }

  return {
    restore(drafts: readonly ({ roomId: number } & Draft)[]) {
      onChange(Object.fromEntries(drafts.map(({ roomId, ...draft }) => [roomId, draft])))
    },
    write(roomId: number, draft: Draft) {
      const next = isEmpty(draft) ? undefined : draft
      if (isSame(read()[roomId], next)) return
      show(roomId, next)
      unwritten.add(roomId)
      timer ??= setTimeout(flush, gatherTime)
    },
    /** The draft became a post, whose write ends it on disk too. */
    end(roomId: number) {
      unwritten.delete(roomId)
      if (read()[roomId]) show(roomId, undefined)
    },
    flush,
  }
}

/** The draft without the edit that it was: what was being written before. */
export function withoutEdit(draft: Draft | undefined): Draft {
  if (draft?.editing === undefined) return draft ?? { text: '' }
  return draft.shelved ?? { text: '' }
}

/** The draft with other words in front of its own; while a message is being edited they wait until that ends. */
export function withWordsInFront(draft: Draft | undefined, { text, replyTo }: PostDraft): Draft {
  const post = withoutEdit(draft)
  const words = [text, post.text.trim()].filter(Boolean).join('\n\n')
  const kept = post.replyTo ?? replyTo
  const next = { text: words, ...(kept && { replyTo: kept }) }
  return draft?.editing === undefined ? next : { ...draft, shelved: next }
}

function isEmpty({ text, replyTo, editing }: Draft): boolean {
  return text === '' && !replyTo && editing === undefined
}

function isSame(one: Draft | undefined, other: Draft | undefined): boolean {
  return (
    one?.text === other?.text &&
    one?.replyTo === other?.replyTo &&
    one?.editing === other?.editing &&
    one?.shelved === other?.shelved
  )
}
