import type { Account } from '@chatter/shared/accounts.ts'
import type { Presence } from '@chatter/shared/presence.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { compareNames } from '../../lib/name-order.ts'
import { nameHolds } from '../../lib/names.ts'
import { listDirects } from '../rooms/room-order.ts'
import { isActive } from './active.ts'

/** Somebody in the list of people, with our direct room once there is one. */
export type ListedPerson = { account: Account; room?: Room }

type Known = {
  accounts: Readonly<Record<number, Account>>
  presences: Readonly<Record<number, Presence>>
  rooms: Readonly<Record<number, Room>>
}

/**
 * Everybody but me: first those I talk with, the most recent on top; then those who are here, then the others, each by
 * name. With something typed, only those whose name holds it. Those who are deactivated are found by administrators alone, who can
 * take them back, and last.
 */
export function listPeople(
  known: Known,
  me: Pick<Account, 'id' | 'isAdministrator'>,
  typed: string,
  locale: string,
): ListedPerson[] {
  const talking = listDirects(known.rooms).map(room => ({ account: room.peer!, room }))
  const listed = new Set(talking.map(({ account }) => account.id))
  const isHere = (id: number) => (known.presences[id]?.state ?? 'offline') !== 'offline'
  const others = Object.values(known.accounts)
    .filter(({ id }) => !listed.has(id))
    .sort(
      (a, b) =>
        Number(isHere(b.id)) - Number(isHere(a.id)) ||
        compareNames(a.displayName, b.displayName, locale) ||
        a.id - b.id,
    )
    .map(account => ({ account }))
  const found = [...talking, ...others].filter(
    ({ account }) => account.id !== me.id && isCalled(account, typed),
  )
  const findsAll = me.isAdministrator && typed.trim() !== ''
  return [
    ...found.filter(({ account }) => isActive(account)),
    ...(findsAll ? found.filter(({ account }) => !isActive(account)) : []),
  ]
}

function isCalled({ displayName, username }: Account, typed: string): boolean {
  return nameHolds(displayName, typed) || nameHolds(username, typed.replace(/^@/, ''))
}
