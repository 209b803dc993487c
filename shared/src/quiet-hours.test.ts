import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDoNotDisturb, type QuietHours, usualAlertPreferences } from './alerts.ts'
import { isQuiet, isSilent, tomorrowMorning, wallClock } from './quiet-hours.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const quiet = (from: string, to: string, days = everyDay): QuietHours => ({ isOn: true, from, to, days })
const seoul = 'Asia/Seoul'
/** The wall clock of Seoul, which is never changed. */
const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+09:00`)
const [thursday, friday, saturday, sunday, monday] = [
  '2026-11-26',
  '2026-11-27',
  '2026-11-28',
  '2026-11-29',
  '2026-11-30',
] as const

test('[ALRT3] quiet hours begin at their first minute and end before their last', () => {
  const lunch = quiet('12:00', '13:30')
  const times = ['11:59', '12:00', '13:29', '13:30']
  assert.deepEqual(
    times.map(time => isQuiet(lunch, at(friday, time), seoul)),
    [false, true, true, false],
  )
  assert.ok(!isQuiet({ ...lunch, isOn: false }, at(friday, '12:30'), seoul))
})

test('[ALRT3] a quiet time past midnight belongs to the day on which it began', () => {
  const weekend = quiet('22:00', '08:00', [5, 6])
  const places = [
    [friday, '07:59', false],
    [friday, '21:59', false],
    [friday, '22:00', true],
    [saturday, '00:00', true],
    [saturday, '07:59', true],
    [saturday, '08:00', false],
    [sunday, '03:00', true],
    [sunday, '22:00', false],
    [monday, '03:00', false],
    [thursday, '23:00', false],
  ] as const
  for (const [day, time, isIt] of places)
    assert.equal(isQuiet(weekend, at(day, time), seoul), isIt, `${day} ${time}`)
})

test('[ALRT3] the night of Sunday ends on Monday', () => {
  assert.ok(isQuiet(quiet('22:00', '06:00', [7]), at(monday, '05:00'), seoul))
  assert.ok(!isQuiet(quiet('22:00', '06:00', [7]), at(sunday, '05:00'), seoul))
})

test('[ALRT3] what ends when it begins lasts a whole day, and no day is never', () => {
  const sundays = quiet('00:00', '00:00', [7])
  assert.ok(!isQuiet(sundays, at(saturday, '23:59'), seoul))
  assert.ok(isQuiet(sundays, at(sunday, '00:00'), seoul))
  assert.ok(isQuiet(sundays, at(sunday, '23:59'), seoul))
  assert.ok(!isQuiet(sundays, at(monday, '00:00'), seoul))
  assert.ok(isQuiet(quiet('09:00', '09:00', [7]), at(monday, '08:59'), seoul))
  assert.ok(!isQuiet(quiet('22:00', '08:00', []), at(sunday, '23:00'), seoul))
})

test('[ALRT3] the clock of the place decides', () => {
  const night = quiet('22:00', '08:00')
  const now = at(friday, '23:00')
  assert.deepEqual(
    ['Asia/Seoul', 'Europe/London', 'America/Los_Angeles', 'Asia/Kathmandu'].map(zone =>
      isQuiet(night, now, zone),
    ),
    [true, false, true, false],
  )
  assert.deepEqual(wallClock(now, 'America/Los_Angeles'), { day: 5, time: '06:00' })
  assert.deepEqual(wallClock(at(monday, '00:30'), seoul), { day: 1, time: '00:30' })
})

test('[ALRT3] an hour that comes twice is judged alike, and of one that is skipped nothing is left over', () => {
  const newYork = 'America/New_York'
  const utc = (time: string) => Date.parse(`${time}:00Z`)
  // In the night to 2026-11-01 the hour from 1:00 to 2:00 came twice, at 5:00 and at 6:00 UTC.
  const untilHalfPastOne = quiet('23:00', '01:30')
  assert.deepEqual(
    ['05:29', '05:30', '06:29', '06:30'].map(time =>
      isQuiet(untilHalfPastOne, utc(`2026-11-01T${time}`), newYork),
    ),
    [true, false, true, false],
  )
  const untilThree = quiet('23:00', '03:00')
  assert.ok(isQuiet(untilThree, utc('2026-11-01T07:59'), newYork))
  assert.ok(!isQuiet(untilThree, utc('2026-11-01T08:00'), newYork))
  // In the night to 2026-03-08 there was no 2:30: 1:59 was followed by 3:00, at 7:00 UTC.
  const untilHalfPastTwo = quiet('23:00', '02:30')
  assert.ok(isQuiet(untilHalfPastTwo, utc('2026-03-08T06:59'), newYork))
  assert.ok(!isQuiet(untilHalfPastTwo, utc('2026-03-08T07:00'), newYork))
})

test('[ALRT2] do not disturb ends at its time, or never by itself', () => {
  assert.ok(isDoNotDisturb({ until: 1_000 }, 999))
  assert.ok(!isDoNotDisturb({ until: 1_000 }, 1_000))
  assert.ok(isDoNotDisturb({ until: null }, Number.MAX_SAFE_INTEGER))
  assert.ok(!isDoNotDisturb(null, 0))
  const preferences = { ...usualAlertPreferences, doNotDisturb: { until: 1_000 } }
  assert.deepEqual([isSilent(preferences, 999, seoul), isSilent(preferences, 1_000, seoul)], [true, false])
  assert.ok(isSilent({ ...usualAlertPreferences, quietHours: quiet('00:00', '00:00') }, 0, seoul))
})

test('[ALRT2] tomorrow morning is at 8 by the wall clock, also where clocks are changed in the night', () => {
  assert.equal(tomorrowMorning(at(friday, '17:20') + 12_345, seoul), at(saturday, '08:00'))
  assert.equal(tomorrowMorning(at(friday, '08:00'), seoul), at(saturday, '08:00'))
  const hours = (from: string, zone: string) =>
    (tomorrowMorning(Date.parse(from), zone) - Date.parse(from)) / 3_600_000
  assert.equal(hours('2026-10-31T20:00-04:00', 'America/New_York'), 13)
  assert.equal(hours('2026-03-07T20:00-05:00', 'America/New_York'), 11)
  assert.equal(hours('2026-10-03T20:00+10:30', 'Australia/Lord_Howe'), 11.5)
})

test('[ALRT2] who is still up after midnight means the morning that comes', () => {
  assert.equal(tomorrowMorning(at(friday, '00:30'), seoul), at(friday, '08:00'))
  assert.equal(tomorrowMorning(at(friday, '05:00'), seoul), at(saturday, '08:00'))
})
