import assert from 'node:assert/strict'
import test from 'node:test'
import type { Account } from '@chatter/shared/accounts.ts'
import type { Presence } from '@chatter/shared/presence.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { listPeople } from './people-order.ts'

const account = (id: number, displayName: string, username = `u${id}`): Account => ({
  id,
  username,
  displayName,
  timeZone: null,
  createdAt: 0,
})
const [ada, grace, linus, suhyeon] = [
  account(1, 'Ada'),
  account(2, 'Grace'),
  account(3, 'Linus'),
  account(4, '김수현'),
]
const accounts = Object.fromEntries([ada, grace, linus, suhyeon].map(each => [each!.id, each!]))
const present = (...ids: number[]): Record<number, Presence> =>
  Object.fromEntries(ids.map(accountId => [accountId, { accountId, state: 'online', lastSeenAt: null }]))

const direct = (id: number, peer: Account, createdAt: number) =>
  ({ id, kind: 'direct', peer, createdAt, lastMessage: null }) as Room

const names = (known: Partial<Parameters<typeof listPeople>[0]>, typed = '', me = account(1, 'Ada')) =>
  listPeople({ accounts, presences: {}, rooms: {}, ...known }, me, typed, 'en').map(
    ({ account }) => account.displayName,
  )

test('Everybody but me is listed by name', () => assert.deepEqual(names({}), ['Grace', 'Linus', '김수현']))

test('Those who are here come before those who are not', () =>
  assert.deepEqual(names({ presences: present(3) }), ['Linus', 'Grace', '김수현']))

test('Those I talk with come first, the most recent on top, wherever they are', () => {
  const rooms = { 8: direct(8, linus!, 100), 9: direct(9, suhyeon!, 200) }
  assert.deepEqual(names({ rooms, presences: present(2) }), ['김수현', 'Linus', 'Grace'])
})

test('Somebody is found by display name and by user name', () => {
  assert.deepEqual(names({}, 'ㄱㅅ'), ['김수현'])
  assert.deepEqual(names({}, 'u3'), ['Linus'])
  assert.deepEqual(names({}, '@u2'), ['Grace'])
  assert.deepEqual(names({}, 'ada'), [])
})

test('Who is deactivated is found by administrators alone, by name, and last', () => {
  const gone = { ...grace!, isDeactivated: true as const }
  const known = {
    accounts: { ...accounts, 2: gone, 5: account(5, 'Graham') },
    rooms: { 9: direct(9, gone, 100) },
  }
  const administrator = { ...ada!, isAdministrator: true as const }
  assert.deepEqual(names(known, 'gra'), ['Graham'])
  assert.deepEqual(names(known, 'gra', administrator), ['Graham', 'Grace'])
  assert.deepEqual(names(known, ' ', administrator), ['Graham', 'Linus', '김수현'])
})
