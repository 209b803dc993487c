/** Times as the reader's language writes them. Formatters are expensive to make, so each is made once. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, known)
  return known
}

/** `3:24 PM`, `오후 3:24` */
export function clockTime(time: number, locale: string, timeZone?: string): string {
  return formatter(locale, { timeStyle: 'short', timeZone }).format(time)
}

/** When something ends: `3:24 PM`, on another day `Mon 8:00 AM`, and after a week `Dec 24, 8:00 AM`. */
export function untilTime(time: number, now: number, locale: string): string {
  if (dayOf(time) === dayOf(now)) return clockTime(time, locale)
  const date: Intl.DateTimeFormatOptions =
    time - now < 6 * day ? { weekday: 'short' } : { month: 'short', day: 'numeric' }
  return formatter(locale, { ...date, hour: 'numeric', minute: '2-digit' }).format(time)
}

/** A time of the day, such as `22:00`, as the reader's language writes it. */
export function clockOf(time: string, locale: string): string {
  return clockTime(Date.parse(`1970-01-01T${time}Z`), locale, 'UTC')
}

/** @param weekday Monday is 1, Sunday 7 */
export function weekdayName(weekday: number, locale: string, length: 'short' | 'long'): string {
  // The first day of 1970 was a Thursday.
  return formatter(locale, { weekday: length, timeZone: 'UTC' }).format((weekday + 3) * day)
}

/** To the second, with the date: `Friday, November 21, 2025 at 9:30:05 PM`. */
export function exactTime(time: number, locale: string): string {
  return formatter(locale, { dateStyle: 'full', timeStyle: 'medium' }).format(time)
}

/** `November 21, 2025` */
export function longDate(time: number, locale: string): string {
  return formatter(locale, { dateStyle: 'long' }).format(time)
}

/** `Nov 21`, with the year when it is not this one. */
export function shortDate(time: number, now: number, locale: string): string {
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return formatter(locale, {
    month: 'short',
    day: 'numeric',
    year: isThisYear ? undefined : 'numeric',
  }).format(time)
}

/** The local calendar day, as a number that can be compared: 20251121. */
export function dayOf(time: number): number {
  const date = new Date(time)
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate()
}

/** How often it was midnight here between two moments; a day may have an hour less or more. */
function daysBetween(time: number, now: number): number {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(time)) / day)
}

/** The heading of a day: `Today`, `Yesterday`, `Friday, November 21`, with the year when it is not this one. */
export function dayName(time: number, now: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (dayOf(time) === dayOf(now)) return capitalised(words.format(0, 'day'))
  if (daysBetween(time, now) === 1) return capitalised(words.format(-1, 'day'))
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  const year = isThisYear ? undefined : 'numeric'
  return formatter(locale, { weekday: 'long', month: 'long', day: 'numeric', year }).format(time)
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago, in the largest unit that fits: `5 minutes ago`, `어제`. Under a minute it is null: call it "just now". */
export function timeAgo(time: number, now: number, locale: string): string | null {
  const past = Math.max(0, now - time)
  if (past < minute) return null
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (past < hour) return words.format(-Math.floor(past / minute), 'minute')
  if (past < day) return words.format(-Math.floor(past / hour), 'hour')
  if (past < 7 * day) return words.format(-daysBetween(time, now), 'day')
  return longDate(time, locale)
}

/** The same, short enough for a list: `5m`, `3h`, `2d`; `5분`, `3시간`, `2일`. Under a minute it is null. */
export function timeAgoShort(time: number, now: number, locale: string): string | null {
  const past = Math.max(0, now - time)
  if (past < minute) return null
  const [count, unit] =
    past < hour ? [past / minute, 'minute'] : past < day ? [past / hour, 'hour'] : [past / day, 'day']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(
    Math.floor(count),
  )
}

/** Minutes that a time zone is ahead of this machine at a moment; null when the zone is not known here. */
export function minutesAhead(timeZone: string, now: number): number | null {
  try {
    return wallClock(now, timeZone) - wallClock(now, undefined)
  } catch {
    return null
  }
}

function wallClock(now: number, timeZone: string | undefined): number {
  const options = { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23', timeZone } as const
  const parts = formatter('en-US', options).formatToParts(now)
  const part = (type: string) => Number(parts.find(each => each.type === type)?.value)
  return Date.UTC(2000 + part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) / minute
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
