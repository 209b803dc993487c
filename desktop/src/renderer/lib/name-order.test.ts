import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareNames } from './name-order.ts'

const names = [
  'Ada',
  'ada lovelace',
  'Ada Zuse',
  'Adam',
  'Émile',
  'grace',
  'Linus 2',
  'Linus 10',
  'Z',
  '김수현',
  '김 수현',
  '김수',
  '나',
  '가나',
]

test('names come in the order of the language, with numbers by their value', () => {
  const ordered = names.toSorted((a, b) => compareNames(a, b, 'en'))
  assert.deepEqual(ordered.slice(0, 9), [
    'Ada',
    'ada lovelace',
    'Ada Zuse',
    'Adam',
    'Émile',
    'grace',
    'Linus 2',
    'Linus 10',
    'Z',
  ])
  assert.deepEqual(ordered.slice(9), ['가나', '김 수현', '김수', '김수현', '나'])
})

test('the short way says what the collator says', () => {
  for (const locale of ['en', 'ko']) {
    const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'accent' })
    for (const a of names)
      for (const b of names)
        assert.equal(
          Math.sign(compareNames(a, b, locale)),
          Math.sign(collator.compare(a, b)),
          `${a} ${b} ${locale}`,
        )
  }
})
