/** When people are not to be disturbed, by the clock on their wall. Pure: the time and the place are told. */
import type { AlertPreferences, QuietHours } from './alerts.ts'
import { isDoNotDisturb } from './alerts.ts'

/** What a clock on the wall shows. */
export type WallClock = {
  /** Monday is 1, Sunday 7. */
  day: number
  /** `00:00` to `23:59`. */
  time: string
}

/**
 * Whether it is quiet now. A quiet time that goes past midnight belongs to the day on which it began; one that ends when it
 * begins lasts a whole day. What the wall clock shows decides, so that changed clocks change nothing: an hour that comes
 * twice is judged alike both times, and of one that is skipped nothing is left over.
 * @param now in milliseconds
 * @param timeZone an IANA name
 */
export function isQuiet({ isOn, from, to, days }: QuietHours, now: number, timeZone: string): boolean {
  if (!isOn) return false
  const { day, time } = wallClock(now, timeZone)
  const isWithinDay = from < to
  if (isWithinDay) return days.includes(day) && from <= time && time < to
  const dayBefore = day === 1 ? 7 : day - 1
  return (days.includes(day) && time >= from) || (days.includes(dayBefore) && time < to)
}

/** Whether no notification comes now. */
export function isSilent(preferences: AlertPreferences, now: number, timeZone: string): boolean {
  return isDoNotDisturb(preferences.doNotDisturb, now) || isQuiet(preferences.quietHours, now, timeZone)
}

/** Those who are up before this hour have not gone to bed yet: their morning is still to come on the same day. */
const nightEnds = 5
const morning = 8

/** When tomorrow's morning begins, in milliseconds: at 8 by the wall clock, whatever is done to the clocks in between. */
export function tomorrowMorning(now: number, timeZone: string): number {
  const minutes = minutesOf(wallClock(now, timeZone))
  const ahead = (minutes < nightEnds * 60 ? 0 : dayLength) + morning * 60 - minutes
  const about = now - (now % minute) + ahead * minute
  const off = minutesOf(wallClock(about, timeZone)) - morning * 60
  return about - off * minute
}

/** In minutes. */
const dayLength = 24 * 60
/** In milliseconds. */
const minute = 60_000

function minutesOf({ time }: WallClock): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** What a clock on the wall of this place shows at this time. */
export function wallClock(at: number, timeZone: string): WallClock {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return { day: weekdays.indexOf(parts.weekday!) + 1, time: `${parts.hour}:${parts.minute}` }
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Making one takes long. A person is in few places. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, format)
  return format
}
