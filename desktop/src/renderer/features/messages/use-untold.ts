import { useEffect, useState } from 'react'
import { useStanding } from '../connection/use-standing.ts'
import { useClient } from '../session/use-client.ts'

/** Whether this machine knows nothing of a room, and cannot ask the server now. */
export function useUntold(roomId: number, isKnown: boolean): boolean {
  const client = useClient()
  const isOffline = useStanding().state === 'offline'
  const isLacking = isOffline && !isKnown
  const [isUntold, setUntold] = useState(false)
  useEffect(() => {
    setUntold(false)
    if (!isLacking) return
    let isCurrent = true
    // It fails when the cache has nothing either.
    client.openRoom(roomId).catch(() => isCurrent && setUntold(true))
    return () => {
      isCurrent = false
    }
  }, [client, roomId, isLacking])
  return isLacking && isUntold
}
