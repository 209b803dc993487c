import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Histogram } from './histogram.ts'
import { judge, type Row } from './report.ts'

const row: Row = { measure: 'posts', unit: '1/s', values: { chatter: 20, bare: 30, insert: 5 } }

test('a ratio is demanded of the bare relay, or of another', () => {
  assert.equal(judge({ ...row, demand: { is: 'at least', times: 0.6 } }).passed, true)
  assert.equal(judge({ ...row, demand: { is: 'at least', times: 0.7 } }).passed, false)
  assert.equal(judge({ ...row, demand: { is: 'at least', times: 4, against: 'insert' } }).ratio, 4)
})

test('a number is demanded of Chatter alone', () => {
  assert.equal(judge({ ...row, demand: { is: 'at most', value: 20 } }).passed, true)
  assert.equal(judge({ ...row, demand: { is: 'at most', value: 19 } }).passed, false)
})

test('what was not measured does not pass', () => {
  const unmeasured = { ...row, values: { bare: 1 }, demand: { is: 'at least', times: 0 } } as const
  assert.equal(judge(unmeasured).passed, false)
})

test('quantiles are of what was counted', () => {
  const histogram = new Histogram()
  for (let value = 1; value <= 100; value++) histogram.add(value)
  histogram.add(60_000)
  assert.ok(Math.abs(histogram.quantile(0.5) - 51) < 0.1)
  assert.equal(histogram.quantile(1), 4_000.01)
  histogram.clear()
  assert.equal(histogram.quantile(0.99), 0)
})
