/** How long do not disturb lasts, as one chooses. Pure. */
import type { DoNotDisturb } from '@chatter/shared/alerts.ts'
import { tomorrowMorning } from '@chatter/shared/quiet-hours.ts'
import { dayOf } from '../../lib/times.ts'

export type Lasting = 'halfHour' | 'hour' | 'morning' | 'ever'
export const lastings = ['halfHour', 'hour', 'morning', 'ever'] as const satisfies Lasting[]

const minute = 60_000

export function wishFor(lasting: Lasting, now: number): DoNotDisturb {
  switch (lasting) {
    case 'halfHour':
      return { until: now + 30 * minute }
    case 'hour':
      return { until: now + 60 * minute }
    case 'morning':
      return { until: morningAfter(now) }
    case 'ever':
      return { until: null }
  }
}

/** The key of its words: after midnight, the morning that comes is today's. */
export function nameOf(lasting: Lasting, now: number): Lasting | 'today' {
  return lasting === 'morning' && dayOf(morningAfter(now)) === dayOf(now) ? 'today' : lasting
}

export const localTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

const morningAfter = (now: number) => tomorrowMorning(now, localTimeZone())
