import { clsx } from 'clsx'
import type { ShownPresence } from './use-presence.ts'
import './presence-dot.css'

/**
 * Shape and colour tell presence: full, crescent, ring; a speck where it is unknown, a no-entry sign for who is not to be
 * disturbed. What it means is said in words nearby.
 */
export function PresenceDot({ state, doNotDisturb }: Pick<ShownPresence, 'state' | 'doNotDisturb'>) {
  const sign = doNotDisturb && 'presence-do-not-disturb'
  return <span className={clsx('presence-dot', `presence-${state}`, sign)} aria-hidden="true" />
}
