import { useEffect } from 'react'
import { useClient } from '../session/use-client.ts'

/** Tells the others when nobody is at this device: the system knows of the keyboard, the lock and the sleep. */
export function useAway(): void {
  const client = useClient()
  useEffect(() => window.bridge.on('idle:changed', ({ idle }) => client.setAway(idle)), [client])
}
