import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { writeBdic } from './bdic.ts'
import { type Dictionary, readHunspell } from './hunspell.ts'

const dictionaryOf = (words: [string, number[]][]): Dictionary => ({
  groups: ['S'],
  rules: ['SFX S Y 1', 'SFX S 0 s .'],
  replacements: [['f', 'ph']],
  commands: ['TRY esi'],
  words: new Map(words.map(([word, groups]) => [word, new Set(groups)])),
})

/** Finds a word as Chromium does: byte by byte through lists and tables, to its leaf. */
function look(file: Buffer, word: string): number[] | undefined {
  let at = file.readUInt32LE(12)
  for (let depth = 0; ; depth++) {
    const kind = file.readUInt8(at)
    const byte = word.charCodeAt(depth) || 0
    if (kind < 0x80) return leaf(file, at, word.slice(depth))
    const next = kind >= 0xe0 ? inList(file, at, byte) : inTable(file, at, byte)
    if (next === undefined) return undefined
    at = next
  }
}

function inList(file: Buffer, at: number, byte: number): number | undefined {
  const count = file.readUInt8(at) & 0xf
  for (let index = 0; index < count; index++)
    if (file.readUInt8(at + 1 + index * 3) === byte)
      return at + 1 + count * 3 + file.readUInt16LE(at + 2 + index * 3)
  return undefined
}

function inTable(file: Buffer, at: number, byte: number): number | undefined {
  const hasEnd = (file.readUInt8(at) & 1) === 1
  const index = byte - file.readUInt8(at + 1)
  if (byte === 0) return hasEnd ? file.readUInt32LE(at + 3) : undefined
  if (index < 0 || index >= file.readUInt8(at + 2)) return undefined
  return file.readUInt32LE(at + 3 + (hasEnd ? 4 : 0) + index * 4) || undefined
}

function leaf(file: Buffer, at: number, rest: string): number[] | undefined {
  const head = file.readUInt16BE(at)
  const end = head & 0x4000 ? file.indexOf(0, at + 2) : at + 1
  if (file.toString('latin1', at + 2, end) !== rest) return undefined
  const groups = (head & 0x1fff) === 0x1fff ? [] : [head & 0x1fff]
  if (head & 0x2000)
    for (let next = end + 1; file.readUInt16LE(next) !== 0xffff; next += 2)
      groups.push(file.readUInt16LE(next))
  return groups
}

test('every word is found with its groups, and no other', () => {
  const words: [string, number[]][] = [
    ['a', [0]],
    ['an', [1]],
    ['and', [2, 1]],
    ['walk', [9000, 3]],
    ['walking', [0]],
    ['zebra', [1]],
  ]
  for (let code = 33; code < 127; code++) words.push([`m${String.fromCharCode(code)}x`, [code]])
  const file = writeBdic(dictionaryOf(words))
  for (const [word, groups] of words)
    assert.deepEqual(
      look(file, word),
      groups.sort((a, b) => b - a),
      word,
    )
  for (const other of ['', 'w', 'walki', 'walks', 'zebras', 'm', 'm\u007fx', 'b'])
    assert.equal(look(file, other), undefined, other)
})

test('a large dictionary needs wide tables', () => {
  const words = Array.from({ length: 40_000 }, (_, number): [string, number[]] => [
    `${number * 7}word`,
    [number % 50],
  ])
  const file = writeBdic(dictionaryOf(words))
  for (const [word, groups] of words) assert.deepEqual(look(file, word), groups, word)
})

test('the header names the parts, and proves them', () => {
  const file = writeBdic(readHunspell(Buffer.from('SET UTF-8\nTRY ab\n'), Buffer.from('2\nab/S\nba\n'))!)
  assert.equal(file.toString('latin1', 0, 4), 'BDic')
  assert.equal(file.readUInt32LE(4), 2)
  assert.deepEqual(file.subarray(16, 32), createHash('md5').update(file.subarray(32)).digest())
  const groups = file.readUInt32LE(file.readUInt32LE(8))
  assert.equal(file.toString('latin1', groups, groups + 11), 'AF 1\0AF S\0\0')
})
