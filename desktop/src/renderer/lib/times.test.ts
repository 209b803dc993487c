import assert from 'node:assert/strict'
import test from 'node:test'
import {
  clockTime,
  dayName,
  dayOf,
  exactTime,
  minutesAhead,
  shortDate,
  timeAgo,
  timeAgoShort,
} from './times.ts'

const noon = new Date(2026, 10, 20, 12, 0, 5).getTime()
const minute = 60_000
const hour = 60 * minute
const plain = (text: string | null) => text?.replace(/\s/gu, ' ')

test('A time is written as the language writes it, to the second where asked', () => {
  assert.equal(plain(clockTime(noon, 'en')), '12:00 PM')
  assert.equal(plain(clockTime(noon, 'en-GB')), '12:00')
  assert.equal(plain(clockTime(noon, 'ko')), '오후 12:00')
  assert.match(plain(exactTime(noon, 'en'))!, /Friday, November 20, 2026.*12:00:05 PM/)
  assert.match(plain(exactTime(noon, 'ko'))!, /2026년 11월 20일 금요일.*12:00:05/)
})

test('Days have names', () => {
  assert.equal(dayName(noon, noon + hour, 'en'), 'Today')
  assert.equal(dayName(noon, noon + 24 * hour, 'en'), 'Yesterday')
  assert.equal(dayName(noon, noon + 72 * hour, 'en'), 'Friday, November 20')
  assert.equal(dayName(noon, noon + 400 * 24 * hour, 'en'), 'Friday, November 20, 2026')
  assert.equal(shortDate(noon, noon, 'en'), 'Nov 20')
  assert.equal(shortDate(noon, noon + 400 * 24 * hour, 'en'), 'Nov 20, 2026')
  assert.equal(shortDate(noon, noon, 'ko'), '11월 20일')
  assert.equal(dayName(noon, noon, 'ko'), '오늘')
  assert.equal(dayName(noon, noon + 24 * hour, 'ko'), '어제')
  assert.equal(dayName(noon, noon + 72 * hour, 'ko'), '11월 20일 금요일')
})

test('A day begins at midnight here', () => {
  assert.equal(dayOf(new Date(2026, 0, 1).getTime()), 20260101)
  assert.equal(dayOf(new Date(2026, 0, 1).getTime() - 1), 20251231)
})

test('How long ago is said in the largest unit that fits', () => {
  const ago = (past: number, locale = 'en') => timeAgo(noon - past, noon, locale)
  assert.equal(ago(59_999), null)
  assert.equal(ago(-hour), null, 'a clock that is behind')
  assert.equal(ago(minute), '1 minute ago')
  assert.equal(ago(59 * minute), '59 minutes ago')
  assert.equal(ago(hour), '1 hour ago')
  assert.equal(ago(25 * hour), 'yesterday')
  assert.equal(ago(35 * hour), 'yesterday')
  assert.equal(ago(37 * hour), '2 days ago', 'in the evening of the day before yesterday')
  assert.equal(ago(61 * hour, 'ko'), '3일 전')
  assert.equal(ago(3 * 24 * hour, 'ko'), '3일 전')
  assert.equal(ago(30 * 24 * hour), 'October 21, 2026')
})

test('In a list it is said shortly', () => {
  assert.equal(timeAgoShort(noon - 5 * minute, noon, 'en'), '5m')
  assert.equal(timeAgoShort(noon - 3 * hour, noon, 'ko'), '3시간')
  assert.equal(timeAgoShort(noon - 50 * hour, noon, 'en'), '2d')
  assert.equal(timeAgoShort(noon - 1000, noon, 'en'), null)
})

test('A time zone is some minutes ahead of here, and an unknown one is unknown', () => {
  const between = minutesAhead('Asia/Seoul', noon)! - minutesAhead('Asia/Kolkata', noon)!
  assert.equal(between, 210)
  assert.equal(minutesAhead('Mars/Olympus', noon), null)
})
