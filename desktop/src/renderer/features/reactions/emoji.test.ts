import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEmoji } from '@chatter/shared/reactions.ts'
import english from 'emojibase-data/en/compact.json' with { type: 'json' }
import short from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }
import korean from 'emojibase-data/ko/compact.json' with { type: 'json' }
import { columns, layGrid, moveInGrid } from './emoji-grid.ts'
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
