import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEmoji } from '@chatter/shared/reactions.ts'
import english from 'emojibase-data/en/compact.json' with { type: 'json' }
import short from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }
import korean from 'emojibase-data/ko/compact.json' with { type: 'json' }
import { columns, layGrid, moveInGrid } from './emoji-grid.ts'
import { emojiQuery, offerEmoji } from './emoji-query.ts'
import { type EmojiSource, emojiGroups, findEmoji, listEmoji } from './emoji-search.ts'
import { nameReactors } from './reactors.ts'

const all = listEmoji(english as EmojiSource[], [korean as EmojiSource[]], short)
const find = (query: string) => findEmoji(all, query).map(({ emoji }) => emoji)

test('Every emoji, in every tone, is one that the server takes as it is', () => {
  assert.ok(all.length > 1_800)
  for (const { emoji, tones } of all)
    for (const form of [emoji, ...tones]) assert.equal(parseEmoji(form), form)
  assert.equal(all.find(({ emoji }) => emoji === '👍')?.tones[4], '👍🏿')
  assert.equal(all.find(({ emoji }) => emoji === '🤝')?.tones.length, 5)
})

test('They are found in English, in Korean, by short name, and by an unfinished syllable', () => {
  assert.equal(find('birthday cake')[0], '🎂')
  assert.equal(find(':tada:')[0], '🎉')
  assert.ok(find('생일').includes('🎂'))
  assert.ok(find('새').length > find('생').length, 'the final of a syllable may still come')
  assert.ok(find('고양ㅇ').includes('🐱'))
  assert.ok(find('THUMBS').includes('👍'))
  assert.deepEqual(find('no such thing'), [])
  assert.equal(find('').length, all.length)
})

test('A name begins with a colon that begins a word; faces, times and addresses are left alone', () => {
  assert.equal(emojiQuery(':smi'), 'smi')
  assert.equal(emojiQuery('좋아요 :웃'), '웃')
  assert.equal(emojiQuery('(:+1'), '+1')
  assert.equal(emojiQuery(':thumbs_up'), 'thumbs_up')
  for (const before of [
    ':',
    ':D',
    ':3',
    ':+',
    ':-D',
    '12:30',
    'https://x',
    '제목:본문',
    'a:smi',
    ':tada:',
    '\\:smi',
    ': a',
  ])
    assert.equal(emojiQuery(before), null, before)
})

test('Emoji are offered by English and Korean names, those that were used lately first', () => {
  const offer = (query: string, recent: string[] = []) =>
    offerEmoji(all, query, recent).map(({ emoji }) => emoji)
  assert.equal(offer('smi').length, 8)
  assert.equal(offer('tada')[0], '🎉')
  assert.equal(offer('rocket')[0], '🚀', 'its name comes before what others are found by')
  assert.equal(offer('로켓')[0], '🚀')
  assert.ok(offer('웃').length > 1)
  assert.equal(offer('thumb', ['👎🏽', '👍'])[0], '👎')
  assert.deepEqual(offer('thumb', ['🎉']), offer('thumb'))
  assert.deepEqual(offer('nosuchthing', ['🎉']), [])
  assert.equal(all.find(({ emoji }) => emoji === '🎉')?.shortName, 'tada')
})

test('A search takes a few milliseconds', () => {
  find('a')
  const start = process.cpuUsage()
  for (const query of ['s', 'sm', '웃', '생일', 'zzz']) find(query)
  assert.ok(process.cpuUsage(start).user < 250_000)
})

test('Arrow keys lead through rows and over headings', () => {
  const rows = layGrid(all, all.slice(0, 3))
  assert.deepEqual(
    rows.filter(row => row.is === 'heading').map(({ group }) => group),
    [-1, ...emojiGroups.map(({ group }) => group)],
  )
  assert.deepEqual(moveInGrid(rows, { row: 1, column: 2 }, 'ArrowRight'), { row: 3, column: 0 })
  assert.deepEqual(moveInGrid(rows, { row: 3, column: 0 }, 'ArrowLeft'), { row: 1, column: 2 })
  assert.deepEqual(moveInGrid(rows, { row: 3, column: columns - 1 }, 'ArrowUp'), { row: 1, column: 2 })
  assert.deepEqual(moveInGrid(rows, { row: 1, column: 1 }, 'ArrowDown'), { row: 3, column: 1 })
  assert.equal(moveInGrid(rows, { row: 1, column: 0 }, 'ArrowUp'), undefined)
  assert.equal(moveInGrid(rows, { row: 1, column: 0 }, 'a'), undefined)
})

test('Who reacted is named, me apart, and the rest is counted', () => {
  const nameOf = (id: number) => (id === 9 ? undefined : `P${id}`)
  assert.deepEqual(nameReactors([2, 1, 3], 1, nameOf), { names: ['P2', 'P3'], hasMe: true, others: 0 })
  assert.deepEqual(nameReactors([2, 9], 1, nameOf), { names: ['P2'], hasMe: false, others: 1 })
  const many = Array.from({ length: 40 }, (_, at) => at + 10)
  assert.equal(nameReactors(many, 1, nameOf).others, 28)
})
