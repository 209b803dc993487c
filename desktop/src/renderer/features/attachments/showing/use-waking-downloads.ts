import { useEffect } from 'react'
import { useClientState } from '../../session/use-client.ts'
import { wakeDownloads } from './downloads.ts'

/** What waits for the network goes on with the app's own connection, which comes back sooner than the next try. */
export function useWakingDownloads(): void {
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  useEffect(() => {
    if (isOnline) wakeDownloads()
  }, [isOnline])
}
