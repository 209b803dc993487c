import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Held, isFlawless, judge, type Posted } from './verdict.ts'

const posted: Posted[] = ['a', 'b', 'c'].map((clientId, number) => ({
  clientId,
  author: 'Ada',
  number,
  body: `post ${clientId}`,
}))
const held: Held[] = posted.map(({ clientId, body }, index) => ({ seq: index + 1, clientId, body }))
const everything = new Set(['a', 'b', 'c'])

test('a history that everybody holds alike is flawless', () => {
  assert.ok(isFlawless(judge(posted, everything, held, { Ada: held, Grace: held })))
})

test('an acknowledged post that the database lacks is lost', () => {
  const verdict = judge(posted, everything, held.slice(0, 2), {})
  assert.equal(verdict.lost, 1)
  assert.ok(!isFlawless(verdict))
})

test('a post whose words changed is lost', () => {
  const changed = held.map(message => (message.seq === 2 ? { ...message, body: 'other words' } : message))
  assert.equal(judge(posted, everything, changed, {}).lost, 1)
})

test('a post that is there twice is doubled, under one identity or two', () => {
  for (const clientId of ['c', 'd']) {
    const twice = [...held, { seq: 4, clientId, body: 'post c' }]
    assert.equal(judge(posted, everything, twice, {}).doubled, 1)
  }
})

test('a missing number is a hole', () => {
  const verdict = judge(posted, everything, [held[0]!, held[1]!, { ...held[2]!, seq: 5 }], {})
  assert.equal(verdict.holes, 2)
})

test('posts of one author in another order are misplaced', () => {
  const swapped = [held[1]!, held[0]!, held[2]!].map((message, index) => ({ ...message, seq: index + 1 }))
  assert.equal(judge(posted, everything, swapped, {}).misplaced, 1)
})

test('a client that lacks a message is not equal', () => {
  const verdict = judge(posted, everything, held, { Ada: held, Grace: held.slice(1) })
  assert.deepEqual(verdict.equal, { Ada: true, Grace: false })
})
