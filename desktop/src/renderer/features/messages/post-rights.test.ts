import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closedBy, mayPost, rightsOn } from './post-rights.ts'
import { plainly } from './quotes.ts'

const author = { id: 1, displayName: 'Ada' }
const post = { kind: 'post', author } as const
const room = { kind: 'public', role: 'member', announcement: false, peer: null } as const
const granted = (rights: Record<string, boolean>) => Object.keys(rights).filter(right => rights[right])

test('One edits and deletes what is one’s own; moderators delete what others wrote', () => {
  assert.deepEqual(granted(rightsOn(post, room, 1)), ['react', 'reply', 'edit', 'delete', 'pin'])
  assert.deepEqual(granted(rightsOn(post, room, 2)), ['react', 'reply', 'pin'])
  assert.deepEqual(granted(rightsOn(post, { ...room, role: 'moderator' }, 2)), [
    'react',
    'reply',
    'delete',
    'pin',
  ])
  assert.ok(!rightsOn({ ...post, forwarded: { author, createdAt: 0 } }, room, 1).edit)
})

test('[MSG22] where only moderators post, others may only react', () => {
  const announcements = { ...room, announcement: true }
  const older = granted(rightsOn(post, announcements, 1))
  assert.deepEqual(older, ['react', 'delete'], 'what one wrote before stays as it reads')
  assert.deepEqual(granted(rightsOn(post, announcements, 2)), ['react'])
  assert.equal(closedBy(announcements), 'announcement')
  assert.ok(!mayPost(announcements) && mayPost({ ...announcements, role: 'owner' }))
})

test('Nobody writes to somebody who is deactivated, and what was written stays as it reads', () => {
  const grace = { id: 2, username: 'grace', displayName: 'Grace', timeZone: null, createdAt: 0 }
  const direct = { ...room, kind: 'direct', peer: grace } as const
  const quiet = { ...direct, peer: { ...grace, isDeactivated: true } } as const
  assert.ok(mayPost(direct) && !mayPost(quiet))
  assert.equal(closedBy(quiet), 'deactivation')
  assert.deepEqual(granted(rightsOn(post, direct, 1)), ['react', 'reply', 'edit', 'delete', 'pin'])
  assert.deepEqual(granted(rightsOn(post, quiet, 1)), ['react', 'delete'])
})

test('Nothing is done with what was deleted, or with notices', () => {
  assert.deepEqual(granted(rightsOn({ ...post, deletedAt: 1 }, room, 1)), [])
  assert.deepEqual(granted(rightsOn({ ...post, kind: 'notice' }, room, 1)), [])
})

test('A quote is read without its marks', () => {
  const plain = {
    '**bold** and `code`': 'bold and code',
    '# Title - [x] done': 'Title done',
    '[the plan](https://example.org/plan': 'the plan',
    '> quoted *words*': 'quoted words',
    'snake_case_name 2*3*4': 'snake_case_name 2*3*4',
    '```js const a = 1 ```': 'const a = 1',
    안녕: '안녕',
  }
  for (const [words, wanted] of Object.entries(plain)) assert.equal(plainly(words), wanted)
})
