import { useEffect } from 'react'
import { useClient } from '../session/use-client.ts'

/** Hears how these people are while they are on screen: a large server tells of nobody else. */
export function useWatched(accountIds: readonly number[]): void {
  const client = useClient()
  const watched = [...accountIds].sort((a, b) => a - b).join()
  useEffect(() => client.watchPeople(watched ? watched.split(',').map(Number) : []), [client, watched])
}
