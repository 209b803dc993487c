import type { Account } from '@chatter/shared/accounts.ts'

/** How long it is kept in mind, in milliseconds: longer than any connection takes to be made. */
const memory = 60_000

/** Remembers for a moment which sessions ended and which accounts changed. */
export function createLately() {
  const ended = new Map<number, unknown>()
  const changed = new Map<number, Account>()

  function keep<Value>(map: Map<number, Value>, key: number, value: Value) {
    map.set(key, value)
    setTimeout(() => map.get(key) === value && map.delete(key), memory).unref()
  }

  return {
    end: (sessionId: number) => keep(ended, sessionId, {}),
    change: (account: Account) => keep(changed, account.id, account),
    hasEnded: (sessionId: number) => ended.has(sessionId),
    /** The account as it is now. */
    accountOf: (account: Account) => changed.get(account.id) ?? account,
  }
}
