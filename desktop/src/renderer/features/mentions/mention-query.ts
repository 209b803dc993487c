/** What is typed behind an `@`, and whom that may mean. Pure. */
import type { Account } from '@chatter/shared/accounts.ts'
import { type Room, roomMentionLimit } from '@chatter/shared/rooms.ts'
import { nameHolds } from '../../lib/names.ts'
import { isActive } from '../people/active.ts'

/** Most people that are offered at a time. */
const mostOffered = 8

export type Offer = { whom: 'room' } | { whom: Account }

/** Behind a letter of these scripts an `@` begins a mention as well: they write without spaces. */
const opening =
  /(?:^|[^\p{L}\p{M}\p{N}_@\\.+-]|[\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}])@([\p{L}\p{M}\p{N}._-]{0,32})$/u

/** What stands between the last `@` and the cursor; null when no mention is being written. */
export function mentionQuery(before: string): string | null {
  return opening.exec(before.slice(-48))?.[1] ?? null
}

/** Whether a person may mention everybody here: moderators, and everybody in small rooms. */
export function mayMentionRoom({
  kind,
  role,
  memberCount,
}: Pick<Room, 'kind' | 'role' | 'memberCount'>): boolean {
  return kind !== 'direct' && (role !== 'member' || memberCount < roomMentionLimit)
}

/** Whom the query may mean, the likeliest first. */
export function offerMentions(people: readonly Account[], query: string, mayRoom: boolean): Offer[] {
  const typed = query.toLowerCase()
  const found = people
    .filter(isActive)
    .filter(({ displayName, username }) => nameHolds(displayName, query) || nameHolds(username, query))
    .sort((a, b) => rank(a, typed) - rank(b, typed) || a.displayName.localeCompare(b.displayName))
    .map((whom): Offer => ({ whom }))
  const room: Offer[] = mayRoom && 'room'.startsWith(typed) ? [{ whom: 'room' }] : []
  // Everybody is meant less often than one.
  return [...found.slice(0, mostOffered - room.length), ...room]
}

function rank({ displayName, username }: Account, typed: string): number {
  if (username.toLowerCase() === typed) return 0
  return displayName.toLowerCase().startsWith(typed) || username.toLowerCase().startsWith(typed) ? 1 : 2
}
