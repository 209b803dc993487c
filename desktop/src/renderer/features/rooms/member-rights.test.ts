import assert from 'node:assert/strict'
import test from 'node:test'
import type { Member, MemberRole } from '@chatter/shared/rooms.ts'
import { canModerate, findHeir, mayChangeRole, mayRemove, sortMembers } from './member-rights.ts'

const room = (role: MemberRole, more = {}) => ({ role, kind: 'public' as const, lobby: false, ...more })
const member = (id: number, role: MemberRole = 'member', joinedAt = id) =>
  ({ account: { id, displayName: `n${10 - id}` }, role, joinedAt }) as Member

test('Owner and moderators look after a room, and nobody after the lobby or a conversation', () => {
  assert.ok(canModerate(room('owner')) && canModerate(room('moderator')))
  assert.ok(!canModerate(room('member')))
  assert.ok(!canModerate(room('owner', { lobby: true })) && !canModerate(room('owner', { kind: 'direct' })))
  assert.ok(mayChangeRole(room('owner')) && !mayChangeRole(room('moderator')))
})

test('One removes those who stand below', () => {
  assert.ok(mayRemove(room('owner'), 'moderator') && mayRemove(room('moderator'), 'member'))
  assert.ok(!mayRemove(room('moderator'), 'moderator') && !mayRemove(room('member'), 'member'))
})

test('Members are listed by role, presence and name', () => {
  const members = [member(1), member(2), member(3, 'owner'), member(4)]
  const ids = sortMembers(members, id => id === 1, 'en').map(({ account }) => account.id)
  assert.deepEqual(ids, [3, 1, 4, 2])
})

test('A room goes to its first moderator, else to who came first', () => {
  const owner = member(1, 'owner')
  assert.equal(findHeir([owner, member(2), member(3, 'moderator')], 1)?.account.id, 3)
  assert.equal(findHeir([owner, member(2, 'member', 9), member(3)], 1)?.account.id, 3)
  assert.equal(findHeir([owner], 1), undefined)
})

test('A room goes to who is deactivated only when nobody else is there', () => {
  const owner = member(1, 'owner')
  const gone = (id: number, role?: MemberRole) => {
    const { account, ...rest } = member(id, role)
    return { ...rest, account: { ...account, isDeactivated: true as const } }
  }
  assert.equal(findHeir([owner, gone(2, 'moderator'), member(3)], 1)?.account.id, 3)
  assert.equal(findHeir([owner, gone(2), gone(3, 'moderator')], 1)?.account.id, 3)
})
