import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keywordLimits } from '@chatter/shared/alerts.ts'
import { withKeyword } from './new-keyword.ts'

test('[ALRT4] a keyword is added once, as it will be kept, or it is said why not', () => {
  assert.deepEqual(withKeyword(['배포'], '  on  call '), ['배포', 'on call'])
  assert.equal(withKeyword(['Deploy'], 'ｄｅｐｌｏｙ'), 'keywordKnown')
  assert.equal(withKeyword([], ' \u200b'), 'keywordUnseen')
  assert.deepEqual(withKeyword([], '가'.repeat(keywordLimits.length)), ['가'.repeat(keywordLimits.length)])
  assert.equal(withKeyword([], '가'.repeat(keywordLimits.length + 1)), 'keywordTooLong')
  const many = Array.from({ length: keywordLimits.count }, (_, n) => `word ${n}`)
  assert.equal(withKeyword(many, 'one more'), 'keywordsFull')
})
