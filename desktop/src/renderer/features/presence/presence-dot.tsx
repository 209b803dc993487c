import type { PresenceState } from '@chatter/shared/presence.ts'
import { clsx } from 'clsx'
import './presence-dot.css'

/** Shape and colour tell presence: full, crescent, ring. What it means is said in words nearby. */
export function PresenceDot({ state }: { state: PresenceState }) {
  return <span className={clsx('presence-dot', `presence-${state}`)} aria-hidden="true" />
}
