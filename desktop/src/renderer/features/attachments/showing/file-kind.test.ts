import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sortOf, sortWords } from './file-kind.ts'
import { en, ko } from './files.text.ts'

test('[FILE56] a file is called by what it is, in both languages', () => {
  const wordOf = (texts: typeof ko, name: string, type = 'application/octet-stream') =>
    texts[sortWords[sortOf({ name, type })].replace('files.', '') as keyof typeof ko]
  assert.equal(wordOf(en, '보고서.PDF'), 'PDF')
  assert.equal(wordOf(en, '회의록.hwpx'), 'Document')
  assert.equal(wordOf(ko, '회의록.hwpx'), '문서')
  assert.equal(wordOf(en, 'numbers.xlsx'), 'Spreadsheet')
  assert.equal(wordOf(ko, 'archive.tar.gz'), '압축 파일')
  assert.equal(wordOf(en, 'photo', 'image/heic'), 'Picture')
  assert.equal(wordOf(en, 'film.mp4', 'video/mp4'), 'Video')
  assert.equal(wordOf(ko, 'data.bin'), '파일')
})
