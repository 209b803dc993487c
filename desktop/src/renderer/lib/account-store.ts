/** What the page knows beside the client of the account that is open: where somebody is, what they look for, what lies open. */
import { create, type StoreApi, type UseBoundStore } from 'zustand'

const empties: (() => void)[] = []

/** A store that begins anew with every account that is opened: what one person did is nothing to the next. */
export function createAccountStore<State>(begin: () => State): UseBoundStore<StoreApi<State>> {
  const store = create<State>(begin)
  empties.push(() => store.setState(begin(), true))
  return store
}

/** The account is left; nothing of it is on the screen any more. */
export function emptyAccountStores(): void {
  for (const empty of empties) empty()
}
