/** Amounts of bytes, and how long recordings are, as the reader's language writes them. */

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `12 MB`, `3.4 kB`, `820 B`: with a digit after the point below 10. */
export function sizeWords(bytes: number, locale: string): string {
  return amountWords(bytes, locale, '')
}

/** `1.2 MB/s` */
export function speedWords(bytesPerSecond: number, locale: string): string {
  return amountWords(bytesPerSecond, locale, '-per-second')
}

function amountWords(bytes: number, locale: string, per: '' | '-per-second'): string {
  const { value, unit } = scale(bytes)
  // Intl has the whole word for a byte in some languages, so bytes are written as kilobytes are.
  if (unit === 'byte') return numberFormat(locale, `kilobyte${per}`, 0).format(value).replace('kB', 'B')
  return numberFormat(locale, `${unit}${per}`, value < 10 ? 1 : 0).format(value)
}

function scale(bytes: number) {
  let at = 0
  let value = bytes
  // What would be written as 1,000 of a unit is 1 of the next.
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1000
    at++
  }
  return { value, unit: units[at]! }
}

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, unit: string, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${locale} ${unit} ${maximumFractionDigits}`
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits })
  formats.set(key, format)
  return format
}

/** `40%` */
export function shareWords(part: number, whole: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(whole > 0 ? part / whole : 0)
}

/** `2:05`, `1:02:05` */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (number: number) => String(number).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
