/** The files of a room as far as they are listed: what a page, a failure and a deletion make of them. Pure. */
import type { RoomFile, RoomFiles } from '@chatter/shared/attachments.ts'

export type Listed = {
  /** Of which room, kind and name; another wish begins anew. */
  wish: string
  /** Newest first; null until the first page is there. */
  files: readonly RoomFile[] | null
  cursor: string | null
  failed: 'offline' | 'failed' | null
  isLoading: boolean
}

export const nothingListed: Listed = { wish: '', files: null, cursor: null, failed: null, isLoading: true }

const idOf = ({ attachment }: RoomFile) => attachment.id

/** The newest page came, maybe once more: what is listed beyond it stays, as long as nothing is missing between the two. */
export function withNewest(before: Listed, wish: string, page: RoomFiles): Listed {
  const settled = { wish, failed: null, isLoading: false }
  const last = page.files.at(-1)
  const known = before.wish === wish && last ? (before.files ?? []) : []
  const at = known.findIndex(file => idOf(file) === last?.attachment.id)
  if (at < 0 || page.cursor === null) return { ...settled, ...page }
  return { ...settled, files: [...page.files, ...known.slice(at + 1)], cursor: before.cursor }
}

/** Older ones came. */
export function withOlder(before: Listed, page: RoomFiles): Listed {
  const known = new Set((before.files ?? []).map(idOf))
  const files = [...(before.files ?? []), ...page.files.filter(file => !known.has(idOf(file)))]
  return { ...before, files, cursor: page.cursor, failed: null, isLoading: false }
}

/** It could not be listed: what is on the screen stays there, unless something else was asked for. */
export function withFailure(before: Listed, wish: string, failed: Listed['failed']): Listed {
  const kept = before.wish === wish ? before : { ...nothingListed, wish }
  return { ...kept, failed, isLoading: false }
}
