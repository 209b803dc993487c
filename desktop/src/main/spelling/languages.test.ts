import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spellingLanguages } from './languages.ts'

const available = ['de', 'en', 'en-AU', 'en-GB', 'en-US', 'ko', 'pt-BR', 'pt-PT']

test('spelling is checked in the languages that the person prefers', () => {
  assert.deepEqual(spellingLanguages(['ko-KR', 'en-US'], available), ['ko', 'en-US'])
  assert.deepEqual(spellingLanguages(['en', 'en-GB'], available), ['en-US', 'en-GB'])
  assert.deepEqual(spellingLanguages(['pt', 'PT-br'], available), ['pt-BR'])
  assert.deepEqual(spellingLanguages(['ja-JP'], available), [])
})
