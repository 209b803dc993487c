import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayMentionRoom, mentionQuery, offerMentions } from './mention-query.ts'

const person = (id: number, username: string, displayName: string) => ({
  id,
  username,
  displayName,
  timeZone: null,
  createdAt: 0,
})

const people = [
  person(2, 'grace', 'Grace Hopper'),
  person(3, '수현', '김수현'),
  person(4, 'graham', 'Ed Graham'),
  person(5, 'ada.l', 'Ada Lovelace'),
]

test('A mention begins with an @ that begins a word', () => {
  assert.equal(mentionQuery('@'), '')
  assert.equal(mentionQuery('hi @gr'), 'gr')
  assert.equal(mentionQuery('(@ada.l'), 'ada.l')
  assert.equal(mentionQuery('안녕@수'), '수')
  for (const before of ['', 'grace@example', 'a@', '@grace ', '@@', '\\@gr', 'hi'])
    assert.equal(mentionQuery(before), null, before)
})

test('People are offered by name, user name and initial consonants, also within an unfinished syllable', () => {
  const offered = (query: string) =>
    offerMentions(people, query, false).map(({ whom }) => (whom === 'room' ? whom : whom.username))
  assert.deepEqual(offered('gra'), ['graham', 'grace'])
  assert.deepEqual(offered('grace'), ['grace'])
  assert.deepEqual(offered('love'), ['ada.l'])
  assert.deepEqual(offered('ㄱㅅㅎ'), ['수현'])
  assert.deepEqual(offered('김ㅅ'), ['수현'])
  assert.deepEqual(offered('zz'), [])
})

test('Who is deactivated is not offered', () => {
  const grace = { ...people[0]!, isDeactivated: true as const }
  assert.deepEqual(offerMentions([grace, people[2]!], 'gra', false), [{ whom: people[2] }])
})

test('Everybody is offered last, and only where one may', () => {
  const whom = (query: string, may: boolean) =>
    offerMentions(people, query, may).map(offer => offer.whom === 'room')
  assert.deepEqual(whom('', true), [false, false, false, false, true])
  assert.deepEqual(whom('ro', true), [true])
  assert.deepEqual(whom('ro', false), [])
  assert.ok(mayMentionRoom({ kind: 'public', role: 'member', memberCount: 49 }))
  assert.ok(!mayMentionRoom({ kind: 'public', role: 'member', memberCount: 50 }))
  assert.ok(mayMentionRoom({ kind: 'private', role: 'moderator', memberCount: 500 }))
  assert.ok(!mayMentionRoom({ kind: 'direct', role: 'member', memberCount: 2 }))
})
