/** To whom this person ever wrote: files of strangers do not come to this machine by themselves. */
import type { SearchPage, SearchQuery } from '@chatter/shared/search.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'

export type AnsweredOptions = {
  accountId: number
  read: () => Pick<Snapshot, 'timelines'>
  search: (query: SearchQuery) => Promise<SearchPage>
  now: () => number
}

/** The server is not asked again so soon, in milliseconds: strangers offer as often as they like. */
const rest = 60_000

/** Finds out whether this person posted in a room: what is loaded of it tells that mostly, and else the server. */
export function createAnswered({ accountId, read, search, now }: AnsweredOptions) {
  const asked = new Map<number, { at: number; isFound: Promise<boolean> }>()

  async function find(roomId: number): Promise<boolean> {
    const { messages } = await search({ query: '', roomId, from: accountId, limit: 1 })
    return messages.length > 0
  }

  return async (roomId: number): Promise<boolean> => {
    const { messages = [], hasBefore = true, hasAfter = true } = read().timelines[roomId] ?? {}
    if (messages.some(({ kind, author }) => kind === 'post' && author.id === accountId)) return true
    if (!hasBefore && !hasAfter) return false
    const before = asked.get(roomId)
    if (before && now() - before.at < rest) return before.isFound
    const isFound = find(roomId)
    asked.set(roomId, { at: now(), isFound })
    return isFound
  }
}
