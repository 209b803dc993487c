import assert from 'node:assert/strict'
import test from 'node:test'
import { nameHolds } from './names.ts'

test('A name is found by a part of it, without regard to case or Unicode form', () => {
  assert.ok(nameHolds('Ada Lovelace', 'love'))
  assert.ok(nameHolds('ＡＤＡ', 'ada'))
  assert.ok(nameHolds('김수현'.normalize('NFD'), '수현'))
  assert.ok(nameHolds('Zoë', 'zoë'.normalize('NFD')))
  assert.ok(!nameHolds('Ada', 'grace'))
})

test('Nothing typed finds everybody', () => {
  assert.ok(nameHolds('Ada', ''))
  assert.ok(nameHolds('Ada', '  '))
})

test('A Korean name is found by its initial consonants', () => {
  assert.ok(nameHolds('김수현', 'ㄱㅅㅎ'))
  assert.ok(nameHolds('서 하늘', 'ㅅㅎㄴ'))
  assert.ok(!nameHolds('김수현', 'ㅎㅅ'))
})

test('A Korean name is found while its last syllable is still being composed', () => {
  for (const typed of ['ㄱ', '기', '김', '김ㅅ', '김수', '김숳', '김수혀', '김수현'])
    assert.ok(nameHolds('김수현', typed), typed)
  assert.ok(nameHolds('박수', '밗'), 'two consonants that will part')
  assert.ok(nameHolds('과장', '고'), 'a vowel that will grow')
  assert.ok(!nameHolds('김수현', '길'))
})
