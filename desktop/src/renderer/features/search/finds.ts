/** What was found stays true while it is on screen: it follows what happens to messages and to rooms. Pure. */
import type { Message } from '@chatter/shared/messages.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { isSought } from '../../store/search.ts'

/** Messages in their newest form, by their address. */
export type News = ReadonlyMap<string, Message>

export function addressOf({ roomId, seq }: Message): string {
  return `${roomId}/${seq}`
}

/** The finds as they are now, without those that are not found any more. The same list where nothing changed. */
export function renewFinds(found: readonly Message[], news: News, query: SearchQuery): readonly Message[] {
  const isOld = (message: Message) => (news.get(addressOf(message))?.rev ?? 0) > message.rev
  if (!found.some(isOld)) return found
  const isFound = isSought(query)
  return found.flatMap(message => {
    const now = isOld(message) ? news.get(addressOf(message))! : message
    return now === message || isFound(now) ? [now] : []
  })
}

/** The finds of rooms that I am in. The same list where I am in all of them. */
export function findsWithin(found: readonly Message[], { rooms }: Pick<Snapshot, 'rooms'>) {
  return found.every(({ roomId }) => roomId in rooms) ? found : found.filter(({ roomId }) => roomId in rooms)
}
