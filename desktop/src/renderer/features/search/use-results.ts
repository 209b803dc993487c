import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { isEmptySearch } from './search-words.ts'

export type Results =
  | { is: 'none' }
  | { is: 'loading' }
  | { is: 'failed'; code: ErrorCode }
  | {
      is: 'found'
      messages: readonly Message[]
      /** Where the next page begins; null at the end. */
      cursor: string | null
      isOffline: boolean
      more: 'idle' | 'loading' | 'failed'
    }

/** While one types, the search waits this long, in milliseconds. */
const patience = 220

/** Searches anew when the query or the connection changes. What was found stays on screen until the next answer. */
export function useResults(query: SearchQuery) {
  const client = useClient()
  const [results, setResults] = useState<Results>({ is: 'none' })
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const [tries, setTries] = useState(0)
  const key = JSON.stringify(query)
  const current = useRef(key)
  current.current = key

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query by its content
  useEffect(() => {
    if (isEmptySearch(query)) return setResults({ is: 'none' })
    setResults(before => (before.is === 'found' ? before : { is: 'loading' }))
    let isCurrent = true
    const search = () =>
      client.search(query).then(
        page => isCurrent && setResults({ is: 'found', ...page, more: 'idle' }),
        failure => isCurrent && setResults({ is: 'failed', code: errorCode(failure) }),
      )
    const timer = setTimeout(search, patience)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [client, key, isOnline, tries])

  const loadMore = useCallback(async () => {
    if (results.is !== 'found' || results.more === 'loading' || results.cursor === null) return
    setResults({ ...results, more: 'loading' })
    const asked = current.current
    try {
      const page = await client.search({ ...JSON.parse(asked), cursor: results.cursor })
      if (current.current !== asked) return
      setResults({ ...results, ...page, messages: [...results.messages, ...page.messages], more: 'idle' })
    } catch {
      if (current.current === asked) setResults({ ...results, more: 'failed' })
    }
  }, [client, results])

  return { results, loadMore, again: () => setTries(tries + 1) }
}
