import assert from 'node:assert/strict'
import test from 'node:test'
import type { Account } from '@chatter/shared/accounts.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { listDestinations, placeOfActive } from './destinations.ts'

const account = (id: number, displayName: string, username = `u${id}`) =>
  ({ id, displayName, username }) as Account
const room = (id: number, name: string, more: Partial<Room> = {}) =>
  ({
    id,
    name,
    kind: 'public',
    peer: null,
    level: 'all',
    unreadCount: 0,
    mentionCount: 0,
    createdAt: 0,
    lastMessage: null,
    ...more,
  }) as Room

const grace = account(2, 'Grace Hopper', 'grace')
const suhyeon = account(3, '김수현')
const accounts = { 1: account(1, 'Ada'), 2: grace, 3: suhyeon }

const names = (
  rooms: Room[],
  typed = '',
  more: { openRoomId?: number; visits?: number[]; accounts?: Record<number, Account> } = {},
) =>
  listDestinations(
    {
      rooms: Object.fromEntries(rooms.map(each => [each.id, each])),
      accounts,
      me: 1,
      openRoomId: null,
      visits: [],
      nameOf: each => each.peer?.displayName ?? each.name,
      ...more,
    },
    typed,
    0,
  ).map(({ name }) => name)

test('[SWI1] with nothing typed, what is unread comes first, then where one was last, the open room after both', () => {
  const rooms = [
    room(10, 'open', { unreadCount: 1 }),
    room(11, 'visited'),
    room(12, 'unread', { unreadCount: 9 }),
    room(13, 'mentioned', { unreadCount: 1, mentionCount: 1 }),
    room(14, 'muted', { unreadCount: 5, level: 'muted' }),
    room(15, '', { kind: 'direct', peer: suhyeon, unreadCount: 1 }),
  ]
  const found = names(rooms, '', { openRoomId: 10, visits: [10, 13, 11] })
  assert.deepEqual(found, ['mentioned', '김수현', 'unread', 'visited', 'muted', 'open', 'Grace Hopper'])
})

test('[SWI2] rooms are found by initial consonants, in part, and by letters in order', () => {
  const rooms = [room(10, '프로젝트'), room(11, 'design review'), room(12, '점심')]
  assert.deepEqual(names(rooms, 'ㅍㄹㅈㅌ'), ['프로젝트'])
  assert.deepEqual(names(rooms, '프롲'), ['프로젝트'])
  assert.deepEqual(names(rooms, 'dsgn'), ['design review'])
})

test('[SWI2] people are found by both of their names, talked with or not, and never myself', () => {
  assert.deepEqual(names([room(10, '', { kind: 'direct', peer: grace })], 'grace'), ['Grace Hopper'])
  assert.deepEqual(names([], 'ㄱㅅㅎ'), ['김수현'])
  assert.deepEqual(names([], 'u3'), ['김수현'])
  assert.deepEqual(names([], 'ada'), [])
})

test('Who is deactivated is found only where there is a conversation with them', () => {
  const gone = { ...grace, isDeactivated: true as const }
  const known = { accounts: { ...accounts, 2: gone } }
  assert.deepEqual(names([], 'grace', known), [])
  assert.deepEqual(names([room(10, '', { kind: 'direct', peer: gone })], 'grace', known), ['Grace Hopper'])
})

test('[SWI2] of two that match alike, the one with something unread comes first', () =>
  assert.deepEqual(names([room(10, 'team a'), room(11, 'team b', { unreadCount: 2 })], 'team'), [
    'team b',
    'team a',
  ]))

test('[SWI2] what is active stays so when more is found, until something else is typed', () => {
  const found = (...keys: string[]) => keys.map(key => ({ key }))
  const chosen = { typed: 'gr', key: 'room-1' }
  assert.equal(placeOfActive(found('room-1', 'room-2'), chosen, 'gr'), 0)
  assert.equal(placeOfActive(found('person-3', 'room-1', 'room-2'), chosen, 'gr'), 1)
  assert.equal(placeOfActive(found('person-3', 'room-1'), chosen, 'gra'), 0)
  assert.equal(placeOfActive(found('person-3'), chosen, 'gr'), 0)
  assert.equal(placeOfActive([], chosen, 'gr'), -1)
})
