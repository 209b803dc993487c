/** To whom this person ever wrote: files of strangers do not come to this machine by themselves. */
import type { SearchPage, SearchQuery } from '@chatter/shared/search.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'

export type AnsweredOptions = {
  accountId: number
  read: () => Pick<Snapshot, 'timelines'>
  search: (query: SearchQuery) => Promise<SearchPage>
}

/** Finds out whether this person posted in a room: what is loaded of it tells that mostly, and else the server. */
export function createAnswered({ accountId, read, search }: AnsweredOptions) {
  const answered = new Set<number>()

  async function isAnswered(roomId: number): Promise<boolean> {
    const { messages = [], hasBefore = true, hasAfter = true } = read().timelines[roomId] ?? {}
    if (messages.some(({ kind, author }) => kind === 'post' && author.id === accountId)) return true
    if (!hasBefore && !hasAfter) return false
    const found = await search({ query: '', roomId, from: accountId, limit: 1 })
    return found.messages.some(({ kind }) => kind === 'post')
  }

  return async (roomId: number): Promise<boolean> => {
    if (!answered.has(roomId) && (await isAnswered(roomId))) answered.add(roomId)
    return answered.has(roomId)
  }
}
