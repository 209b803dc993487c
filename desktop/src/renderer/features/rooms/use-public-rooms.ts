import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { PublicRoom } from '@chatter/shared/rooms.ts'
import { useCallback, useEffect, useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { useClient } from '../session/use-client.ts'

/** What was found for a query. With a `cursor` there is more; `problem` is why that did not come. */
type LoadedRooms = {
  is: 'loaded'
  query: string
  rooms: PublicRoom[]
  cursor?: string | undefined
  problem?: ErrorCode
}
type FoundRooms = { is: 'loading' } | LoadedRooms | { is: 'failed'; code: ErrorCode }

/**
 * The public rooms that match, and what loads the next page of them. What is on screen stays there until the next answer,
 * so that nothing blinks while one types.
 */
export function usePublicRooms(query: string): [FoundRooms, () => void] {
  const client = useClient()
  const [found, setFound] = useState<FoundRooms>({ is: 'loading' })
  useEffect(() => {
    let isCurrent = true
    const load = () =>
      client.browseRooms({ query }).then(
        page => isCurrent && setFound({ is: 'loaded', query, ...page }),
        failure => isCurrent && setFound({ is: 'failed', code: errorCode(failure) }),
      )
    const timer = setTimeout(load, query ? 150 : 0)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [client, query])

  const shown = found.is === 'loaded' ? found.query : undefined
  const cursor = found.is === 'loaded' ? found.cursor : undefined
  const loadMore = useCallback(() => {
    if (shown === undefined || cursor === undefined) return
    // What comes too late for its place is let go.
    const grow = (change: (before: LoadedRooms) => LoadedRooms) =>
      setFound(before =>
        before.is === 'loaded' && before.query === shown && before.cursor === cursor
          ? change(before)
          : before,
      )
    grow(({ problem: _, ...before }) => before)
    client.browseRooms({ query: shown, cursor }).then(
      page => grow(before => ({ ...before, rooms: join(before.rooms, page.rooms), cursor: page.cursor })),
      failure => grow(before => ({ ...before, problem: errorCode(failure) })),
    )
  }, [client, shown, cursor])
  return [found, loadMore]
}

/** A room that grew or shrank meanwhile may be on both pages. */
function join(rooms: PublicRoom[], more: PublicRoom[]): PublicRoom[] {
  const known = new Set(rooms.map(({ id }) => id))
  return [...rooms, ...more.filter(({ id }) => !known.has(id))]
}
