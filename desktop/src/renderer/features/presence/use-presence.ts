import type { PresenceState } from '@chatter/shared/presence.ts'
import { timeAgo } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/use-words.ts'
import { useClientState } from '../session/use-client.ts'

/** `unknown`: this device has no connection, and hears of nobody. */
export type ShownPresence = { state: PresenceState | 'unknown'; lastSeenAt: number | null }

/** How a person is now, as far as this device hears. */
export function usePresence(accountId: number): ShownPresence {
  const known = useClientState(({ snapshot }) => snapshot.presences[accountId])
  const isMe = useClientState(({ account }) => account.id === accountId)
  if (!useConnected()) return isMe ? absent : unknown
  return known ?? absent
}

const absent: ShownPresence = { state: 'offline', lastSeenAt: null }
const unknown: ShownPresence = { state: 'unknown', lastSeenAt: null }

/** Whether others are heard of, and see me. */
export function useConnected(): boolean {
  return useClientState(
    ({ connection }) => connection.state === 'online' || connection.state === 'catching-up',
  )
}

/** The same in words: `Online`, `Away`, `Last seen 5 minutes ago`. */
export function usePresenceWords(accountId: number): string {
  const { t, language } = useWords()
  const now = useNow(30_000)
  const { state, lastSeenAt } = usePresence(accountId)
  if (state !== 'offline') return t(`presence.${state}`)
  if (lastSeenAt === null) return t('presence.offline')
  const ago = timeAgo(lastSeenAt, now, language)
  return ago === null ? t('presence.lastSeenNow') : t('presence.lastSeen', { ago })
}
