/** What is searched for. It outlives the panel, so that one can look at a result and come back. */
import { createAccountStore } from '../../lib/account-store.ts'
import { showPanel } from '../navigation/navigation.ts'

export type SearchScope = 'room' | 'everywhere'

type SearchState = {
  text: string
  scope: SearchScope
  order: 'newest' | 'best'
  /** Counts up when the cursor shall go to the field. */
  focuses: number
  /** The result that was looked at last. */
  looked: { roomId: number; seq: number } | null
}

export const useSearch = createAccountStore<SearchState>(() => ({
  text: '',
  scope: 'everywhere',
  order: 'newest',
  focuses: 0,
  looked: null,
}))

const { setState } = useSearch

/** Opens the search, or goes back to it. */
export function openSearch(scope: SearchScope): void {
  setState(({ focuses }) => ({ scope, focuses: focuses + 1 }))
  showPanel({ kind: 'search' })
}

/** Searches everywhere for what was typed elsewhere. */
export function searchFor(text: string): void {
  setState({ text, looked: null })
  openSearch('everywhere')
}
