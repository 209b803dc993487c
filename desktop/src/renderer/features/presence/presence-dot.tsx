import { clsx } from 'clsx'
import type { ShownPresence } from './use-presence.ts'
import './presence-dot.css'

/** Shape and colour tell presence: full, crescent, ring; a speck where it is unknown. What it means is said in words nearby. */
export function PresenceDot({ state }: Pick<ShownPresence, 'state'>) {
  return <span className={clsx('presence-dot', `presence-${state}`)} aria-hidden="true" />
}
