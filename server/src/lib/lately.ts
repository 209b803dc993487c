import type { Account } from '@chatter/shared/accounts.ts'

/** How long it is kept in mind, in milliseconds: longer than any connection takes to be made. */
const memory = 60_000

/** Remembers for a moment which sessions ended, which accounts changed, and who left which room. */
export function createLately() {
  const ended = new Map<number, unknown>()
  const changed = new Map<number, Account>()
  const left = new Map<string, { accountId: number; roomId: number }>()

  function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value) {
    map.set(key, value)
    setTimeout(() => map.get(key) === value && map.delete(key), memory).unref()
  }

  return {
    end: (sessionId: number) => keep(ended, sessionId, {}),
    change: (account: Account) => keep(changed, account.id, account),
    leave: (accountId: number, roomId: number) => keep(left, `${accountId}:${roomId}`, { accountId, roomId }),
    enter: (accountId: number, roomId: number) => void left.delete(`${accountId}:${roomId}`),
    hasEnded: (sessionId: number) => ended.has(sessionId),
    /** What else was told meanwhile was not heard. What ended stays ended. */
    forget() {
      changed.clear()
      left.clear()
    },
    /** The rooms in which the account is no more. */
    roomsLeft: (id: number) =>
      [...left.values()].filter(({ accountId }) => accountId === id).map(({ roomId }) => roomId),
    /** The account as it is now. */
    accountOf: (account: Account) => changed.get(account.id) ?? account,
  }
}
