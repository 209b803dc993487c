import type { Presence } from '@chatter/shared/presence.ts'
import { timeAgo } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/use-words.ts'
import { useClientState } from '../session/use-client.ts'

/** How a person is now, as far as this device heard. */
export function usePresence(accountId: number): Presence {
  const known = useClientState(({ snapshot }) => snapshot.presences[accountId])
  return known ?? { accountId, state: 'offline', lastSeenAt: null }
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
