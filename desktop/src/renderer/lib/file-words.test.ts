import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from './file-words.ts'

test('[FILE69] a message without words is told by the names of its files', () => {
  const attachments = [
    { name: '보고서.hwp', size: 1 },
    { name: 'a.png', size: 2 },
  ]
  assert.equal(linesOf({ body: '', attachments }), '보고서.hwp, a.png')
  assert.equal(linesOf({ body: 'words', attachments }), 'words')
  assert.equal(linesOf({ body: '' }), '')
})
