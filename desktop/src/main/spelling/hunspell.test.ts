import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHunspell } from './hunspell.ts'

const read = (aff: string, dic: string, encoding: BufferEncoding = 'utf8') =>
  readHunspell(Buffer.from(aff, encoding), Buffer.from(dic, encoding))

const utf8 = (bytes: string) => Buffer.from(bytes, 'latin1').toString()

test('words carry the numbers of their flags', () => {
  const dictionary = read(
    'SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n',
    '4\nwalk/S\n안녕\nand\\/or/SM\tpo:conj\nwalk/M\n',
  )!
  assert.deepEqual(dictionary.groups, ['S', 'SM', 'M'])
  const words = [...dictionary.words].map(([word, groups]) => [utf8(word), [...groups]])
  assert.deepEqual(words, [
    ['walk', [1, 3]],
    ['안녕', [0]],
    ['and/or', [2]],
  ])
})

test('groups that are numbered already keep their numbers', () => {
  const dictionary = read('SET UTF-8\nAF 2\nAF AB\nAF C\nSFX A Y 1\nSFX A 0 d/2 e\n', '1\nbake/1\n')!
  assert.deepEqual(dictionary.groups, ['AB', 'C'])
  assert.deepEqual([...dictionary.words], [['bake', new Set([1])]])
})

test('rules, replacements and commands are kept apart, without comments', () => {
  const aff =
    'SET UTF-8\n# a comment\nTRY esi\nREP 2\nREP f ph\nREP a_lot alot\nNOSUGGEST !\nPFX A Y 1\nPFX A   0 re/X . # why\n'
  const dictionary = read(aff, '0\n')!
  assert.deepEqual(dictionary.rules, ['PFX A Y 1', 'PFX A 0 re/1 .'])
  assert.deepEqual(dictionary.replacements, [
    ['f', 'ph'],
    ['a lot', 'alot'],
  ])
  assert.deepEqual(dictionary.commands, ['TRY esi', 'NOSUGGEST !'])
})

test('other encodings become UTF-8, and flags stay bytes', () => {
  const dictionary = read('SET ISO8859-1\n', '1\ncaf\u00e9/\u00e9\n', 'latin1')!
  assert.deepEqual([...dictionary.words.keys()].map(utf8), ['café'])
  assert.deepEqual(dictionary.groups, ['\u00e9'])
})

test('what Chromium cannot read is left alone', () => {
  assert.equal(read('SET UTF-8\nCOMPLEXPREFIXES\n', '0\n'), undefined)
  assert.equal(read('SET KLINGON-1\n', '0\n'), undefined)
})
