/** What a person wants of native notifications, on all of their devices: when none come, and which words raise one. */
import { type Static, Type } from 'typebox'
import { ChatterError } from './errors.ts'
import { Timestamp } from './primitives.ts'
import { foldText } from './search.match.ts'

/** `until` is null when it lasts until the person turns it off. */
export const DoNotDisturb = Type.Object({ until: Type.Union([Timestamp, Type.Null()]) })
export type DoNotDisturb = Static<typeof DoNotDisturb>

/** A time of the day, `00:00` to `23:59`. */
export const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/** Monday is 1, Sunday 7. */
export const Weekday = Type.Integer({ minimum: 1, maximum: 7 })

/** When no notifications come, in the local time of the person's device. */
export const QuietHours = Type.Object({
  isOn: Type.Boolean(),
  from: TimeOfDay,
  /** The end, on the next day where it is not after `from`. */
  to: TimeOfDay,
  /** On which days a quiet time begins, ascending. */
  days: Type.Array(Weekday, { maxItems: 7 }),
})
export type QuietHours = Static<typeof QuietHours>

/** How many a person has at most, and how long each is, in characters. */
export const keywordLimits = { count: 50, length: 64 } as const

const Keywords = Type.Array(Type.String({ maxLength: 256 }), { maxItems: keywordLimits.count })

/** Answer to `GET` and `PATCH /me/alerts`, and event `alerts:changed` to all of the person's devices. */
export const AlertPreferences = Type.Object({
  /** Null while the person may be disturbed. */
  doNotDisturb: Type.Union([DoNotDisturb, Type.Null()]),
  quietHours: QuietHours,
  /** In the order in which they were added. */
  keywords: Keywords,
})
export type AlertPreferences = Static<typeof AlertPreferences>

/** `PATCH /me/alerts`: what is left out stays. */
export const AlertPreferencesChange = Type.Partial(AlertPreferences)
export type AlertPreferencesChange = Static<typeof AlertPreferencesChange>

/** What holds until a person chooses. */
export const usualAlertPreferences: AlertPreferences = {
  doNotDisturb: null,
  quietHours: { isOn: false, from: '22:00', to: '08:00', days: [1, 2, 3, 4, 5, 6, 7] },
  keywords: [],
}

/** Whether the person does not want to be disturbed now. It ends by itself. */
export function isDoNotDisturb(wish: DoNotDisturb | null | undefined, now: number): wish is DoNotDisturb {
  return wish != null && (wish.until === null || wish.until > now)
}

/** Returns the days in their order, each once. */
export function parseQuietHours(input: QuietHours): QuietHours {
  return { ...input, days: [...new Set(input.days)].sort((a, b) => a - b) }
}

/**
 * Returns the keywords as they will be stored: NFC, trimmed, inner white space collapsed, each once.
 * @throws ChatterError `invalid_input` when one has no letter, digit or sign, or is too long
 */
export function parseKeywords(input: readonly string[]): string[] {
  const keywords = new Map<string, string>()
  for (const each of input) {
    const keyword = each.normalize('NFC').replace(/\s+/gu, ' ').trim()
    if (!visible.test(keyword) || [...keyword].length > keywordLimits.length)
      throw new ChatterError('invalid_input', 'A keyword has 1 to 64 characters, and one that is seen.', {
        field: 'keywords',
      })
    const key = foldText(keyword)
    if (!keywords.has(key)) keywords.set(key, keyword)
  }
  return [...keywords.values()]
}

const visible = /[\p{L}\p{N}\p{P}\p{S}]/u
