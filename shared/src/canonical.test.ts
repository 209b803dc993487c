import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toNfc } from './canonical.ts'

test('[MSG6] what people write becomes NFC and nothing else', () => {
  for (const text of ['Ádám', '한글', 'ạ̈', 'Việt Nam', 'e\u0301'.repeat(100), 'สวัสดี', 'हिन्दी', '👩‍👩‍👧'])
    assert.equal(toNfc(text.normalize('NFD')), text.normalize('NFC'))
})

test('[MSG6] endless marks are kept in runs of thirty, and done again nothing changes', () => {
  const endless = toNfc(`a${'\u0301\u0316'.repeat(30_000)}b`)
  assert.equal(endless, endless.normalize('NFC'))
  assert.equal(toNfc(endless), endless)
  assert.doesNotMatch(endless, /[\p{M}--\u034F]{31}/v)
  assert.equal([...endless].filter(character => character === '\u0316').length, 30_000)
})
