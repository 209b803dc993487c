import type { ClientState, Draft, LostDraft } from '../../store/state.ts'

export type Unsent = Record<'posts' | 'drafts' | 'files', number>

/** What is on this machine only, and goes with a log-out. Files of a post count as the post. Pure. */
export function countUnsent({
  outbox,
  drafts,
  lostDrafts,
  trays,
}: Pick<ClientState, 'outbox' | 'drafts' | 'lostDrafts' | 'trays'>): Unsent {
  const written = [...Object.values(drafts), ...lostDrafts].flatMap(wordsOf)
  const chosen = [...Object.values(trays), ...lostDrafts.map(({ fileIds = [] }) => fileIds)]
  return { posts: outbox.length, drafts: written.length, files: chosen.flat().length }
}

/** An edit hides the post that was being written before it. */
function wordsOf(draft: Draft | LostDraft): string[] {
  const shelved = 'shelved' in draft ? draft.shelved?.text : undefined
  return [draft.text, shelved ?? ''].filter(text => text.trim() !== '')
}
