import type { DoNotDisturb } from '@chatter/shared/alerts.ts'
import type { PresenceState } from '@chatter/shared/presence.ts'
import type { TFunction } from 'i18next'
import { timeAgo } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/use-words.ts'
import { useDoNotDisturbWords, useLasting } from '../alerts/use-do-not-disturb.ts'
import { useClientState } from '../session/use-client.ts'

/** `unknown`: this device has no connection, and hears of nobody. `deactivated`: they cannot be here. */
export type ShownPresence = {
  state: PresenceState | 'unknown' | 'deactivated'
  lastSeenAt: number | null
  /** There while they do not want to be disturbed. */
  doNotDisturb?: DoNotDisturb | null
}

/** How a person is now, as far as this device hears. */
export function usePresence(accountId: number): ShownPresence {
  const known = useClientState(({ snapshot }) => snapshot.presences[accountId])
  const isMe = useClientState(({ account }) => account.id === accountId)
  const isDeactivated = useClientState(({ snapshot }) => snapshot.accounts[accountId]?.isDeactivated)
  const doNotDisturb = useLasting(known?.doNotDisturb)
  const isConnected = useConnected()
  if (isDeactivated) return deactivated
  if (!isConnected) return isMe ? absent : unknown
  if (!known) return absent
  return { state: known.state, lastSeenAt: known.lastSeenAt, doNotDisturb }
}

const absent: ShownPresence = { state: 'offline', lastSeenAt: null }
const unknown: ShownPresence = { state: 'unknown', lastSeenAt: null }
const deactivated: ShownPresence = { state: 'deactivated', lastSeenAt: null }

/** Whether others are heard of, and see me. */
export function useConnected(): boolean {
  return useClientState(
    ({ connection }) => connection.state === 'online' || connection.state === 'catching-up',
  )
}

/** In a word or two, for whoever hears a list: `Away`, `Online, Do not disturb`. */
export function presenceName({ state, doNotDisturb }: ShownPresence, t: TFunction): string {
  const name = t(`presence.${state}`)
  return doNotDisturb ? `${name}, ${t('alerts.doNotDisturb')}` : name
}

/** In words: `Online`, `Away`, `Last seen 5 minutes ago`, `Online · Do not disturb until 3:30 PM`. */
export function usePresenceWords(accountId: number): string {
  const presence = usePresence(accountId)
  const words = useStateWords(presence)
  const wish = useDoNotDisturbWords(presence.doNotDisturb)
  return wish ? `${words} · ${wish}` : words
}

function useStateWords({ state, lastSeenAt }: ShownPresence): string {
  const { t, language } = useWords()
  const now = useNow(30_000)
  if (state !== 'offline') return t(`presence.${state}`)
  if (lastSeenAt === null) return t('presence.offline')
  const ago = timeAgo(lastSeenAt, now, language)
  return ago === null ? t('presence.lastSeenNow') : t('presence.lastSeen', { ago })
}
