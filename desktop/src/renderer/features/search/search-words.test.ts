import assert from 'node:assert/strict'
import test from 'node:test'
import type { Account } from '@chatter/shared/accounts.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { complete, completionsAt } from './completion.ts'
import { isEmptySearch, readDay, readSearch, type Surroundings, writeDay } from './search-words.ts'

const account = (id: number, username: string, displayName: string) =>
  ({ id, username, displayName }) as Account
const ada = account(1, 'ada', 'Ada Lovelace')
const grace = account(2, 'grace', 'Grace Hopper')
const suhyeon = account(3, '수현', '김수현')
const room = (id: number, name: string, peer: Account | null = null) =>
  ({ id, name, peer, kind: peer ? 'direct' : 'public' }) as Room
const now = new Date(2026, 0, 31, 15).getTime()
const around: Surroundings = {
  accounts: [ada, grace, suhyeon],
  rooms: [room(10, '디자인'), room(11, 'release 2'), room(12, '', grace)],
  nameOf: ({ name, peer }) => peer?.displayName ?? name,
  me: ada,
  now,
}
const read = (text: string) => readSearch(text, around)

test('[LOOK1] words are searched for as they are, phrases and addresses too', () => {
  assert.deepEqual(read('PLT-3699 "two words" 10.0.1.7 https://example.org').query, {
    query: 'PLT-3699 "two words" 10.0.1.7 https://example.org',
  })
  assert.ok(isEmptySearch(read('  ').query))
  assert.ok(isEmptySearch(read('from:').query))
})

test('[LOOK2] from: names a person by either name, or me', () => {
  assert.deepEqual(read('회의 from:grace').query, { query: '회의', from: 2 })
  assert.deepEqual(read('from:@GRACE').query, { query: '', from: 2 })
  assert.deepEqual(read('from:"Grace Hopper"').query, { query: '', from: 2 })
  assert.deepEqual(read('보낸사람:김수현').query, { query: '', from: 3 })
  assert.deepEqual(read('from:me').query, { query: '', from: 1 })
  assert.deepEqual(read('from:nobody').unknown, [{ filter: 'from', value: 'nobody' }])
})

test('[LOOK2] in: names a room, or a conversation by its person', () => {
  assert.equal(read('in:디자인').query.roomId, 10)
  assert.equal(read('in:디자인'.normalize('NFD')).query.roomId, 10)
  assert.equal(read('in:"Release 2"').query.roomId, 11)
  assert.equal(read('in:@grace').query.roomId, 12)
  assert.deepEqual(read('in:elsewhere').unknown, [{ filter: 'in', value: 'elsewhere' }])
})

test('[LOOK2] before: and after: name days of this place, has: what a message holds', () => {
  const day = new Date(2026, 0, 5).getTime()
  assert.deepEqual(read('after:2026-01-05 before:2026.1.5 has:link').query, {
    query: '',
    after: day,
    before: day,
    has: 'link',
  })
  assert.equal(readDay('어제', now), new Date(2026, 0, 30).getTime())
  assert.equal(readDay('2026-02-31', now), undefined)
  assert.equal(read('포함:코드').query.has, 'code')
  assert.deepEqual(read('has:money before:soon').unknown, [
    { filter: 'has', value: 'money' },
    { filter: 'before', value: 'soon' },
  ])
})

test('[LOOK3] what narrows a search is completed where the cursor is', () => {
  const inserts = (text: string, caret = text.length) =>
    completionsAt(text, caret, around).choices.map(({ insert }) => insert)
  assert.deepEqual(inserts('fr'), ['from:'])
  assert.deepEqual(inserts('from:ㄱㅅㅎ'), ['from:수현'])
  assert.deepEqual(inserts('from:gr'), ['from:grace'])
  assert.deepEqual(inserts('in:rel'), ['in:"release 2"'])
  assert.deepEqual(inserts('in:hop'), ['in:@grace'])
  assert.deepEqual(inserts('has:'), [
    'has:link',
    'has:code',
    'has:mention',
    'has:reaction',
    'has:pin',
    'has:file',
  ])
  assert.equal(inserts('before:')[0], `before:${writeDay(now)}`)
  assert.deepEqual(inserts('word'), [])
  assert.deepEqual(inserts('has:link '), [])
  assert.deepEqual(inserts('from:gr word', 7), ['from:grace'])
})

test('[LOOK3] Korean words are completed, too, in the middle of a syllable, and stay Korean', () => {
  const inserts = (text: string) => completionsAt(text, text.length, around).choices.map(each => each.insert)
  assert.deepEqual(inserts('보내'), ['보낸사람:'])
  assert.deepEqual(inserts('이저'), ['이전:'])
  assert.deepEqual(inserts('보낸사람:ㄱㅅㅎ'), ['보낸사람:수현'])
  assert.deepEqual(inserts('대화방:rel'), ['대화방:"release 2"'])
  assert.deepEqual(
    inserts('포함:'),
    '링크 코드 멘션 반응 고정 파일'.split(' ').map(word => `포함:${word}`),
  )
  assert.deepEqual(inserts('포함:리'), ['포함:링크'])
  assert.deepEqual(inserts('has:파'), ['has:파일'])
  assert.deepEqual(inserts('포함:파일'), [], 'it is all there')
  assert.deepEqual(inserts('before:어'), ['before:2026-01-30'])
  assert.deepEqual(inserts('이후:그제'), ['이후:2026-01-29'])
  assert.deepEqual(read('포함:파일 이후:그제').query, {
    query: '',
    has: 'file',
    after: new Date(2026, 0, 29).getTime(),
  })
})

test('[LOOK3] a completion replaces its word and leaves the others', () => {
  const text = 'from:gr word'
  const found = completionsAt(text, 7, around)
  assert.deepEqual(complete(text, found, found.choices[0]!), { text: 'from:grace word', caret: 11 })
})
