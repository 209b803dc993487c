import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { SearchQuery } from '@chatter/shared/search.ts'
import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { addressOf, findsWithin, renewFinds } from './finds.ts'
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

/**
 * Searches anew when the query or the connection changes. What was found stays on screen until the next answer, as far as it
 * may be read and is still found: what is deleted, edited or lost with its room goes at once.
 */
export function useResults(query: SearchQuery) {
  const client = useClient()
  const [results, setResults] = useState<Results>({ is: 'none' })
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const [tries, setTries] = useState(0)
  const key = JSON.stringify(query)
  const current = useRef(key)
  current.current = key
  const ask = useAsk(query, setResults)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query by its content
  useEffect(() => {
    if (isEmptySearch(query)) return setResults({ is: 'none' })
    setResults(before => (before.is === 'found' ? before : { is: 'loading' }))
    let isCurrent = true
    const search = () =>
      ask(query).then(
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
    const { cursor } = results
    const asked = current.current
    /** What came before is as it is now, or is not on screen any more: meanwhile a search may have begun anew. */
    const goOn = (change: (before: Found) => Found) => {
      if (current.current !== asked) return
      setResults(before => (before.is === 'found' && before.cursor === cursor ? change(before) : before))
    }
    setResults({ ...results, more: 'loading' })
    try {
      const page = await ask({ ...JSON.parse(asked), cursor })
      goOn(before => ({ ...before, ...page, messages: [...before.messages, ...page.messages], more: 'idle' }))
    } catch {
      goOn(before => ({ ...before, more: 'failed' }))
    }
  }, [ask, results])

  return { results, loadMore, again: () => setTries(tries + 1) }
}

type Found = Extract<Results, { is: 'found' }>

/** Searches, and keeps what was found true: also against what happens while an answer is on its way. */
function useAsk(query: SearchQuery, setResults: Dispatch<SetStateAction<Results>>) {
  const client = useClient()
  const latest = useRef(query)
  latest.current = query
  /** What happened since the searches began whose answers are not there yet. */
  const meanwhile = useRef({ searches: 0, news: new Map<string, Message>() })

  useEffect(() => {
    const change = (renew: (messages: readonly Message[]) => readonly Message[]) =>
      setResults(before => {
        if (before.is !== 'found') return before
        const messages = renew(before.messages)
        return messages === before.messages ? before : { ...before, messages }
      })
    const stops = [
      client.watchMessages(messages => {
        const news = new Map(messages.map(message => [addressOf(message), message]))
        if (meanwhile.current.searches > 0)
          for (const [address, message] of news) meanwhile.current.news.set(address, message)
        change(found => renewFinds(found, news, latest.current))
      }),
      client.store.subscribe(({ snapshot }, before) => {
        if (snapshot.rooms !== before.snapshot.rooms) change(found => findsWithin(found, snapshot))
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, setResults])

  return useCallback(
    async (query: SearchQuery) => {
      meanwhile.current.searches++
      try {
        const page = await client.search(query)
        const found = renewFinds(page.messages, meanwhile.current.news, query)
        return { ...page, messages: findsWithin(found, client.store.getState().snapshot) }
      } finally {
        if (--meanwhile.current.searches === 0) meanwhile.current.news.clear()
      }
    },
    [client],
  )
}
