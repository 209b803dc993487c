/** Seconds in steps that do not flicker: `8 sec`, `2 min`, `1 hr 20 min`. */
export function timeLeft(seconds: number, language: string): string {
  const inUnit = (unit: 'second' | 'minute' | 'hour', value: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 15) return inUnit('second', whole)
  if (whole < 60) return inUnit('second', Math.ceil(whole / 5) * 5)
  const minutes = Math.ceil(whole / 60)
  if (minutes < 60) return inUnit('minute', minutes)
  const rest = minutes % 60
  return [inUnit('hour', Math.floor(minutes / 60)), rest > 0 && inUnit('minute', rest)]
    .filter(Boolean)
    .join(' ')
}
