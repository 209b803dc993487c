import { useState } from 'react'
import type { Connection } from '../../store/state.ts'
import { useClientState } from '../session/use-client.ts'

export type Standing = {
  state: Connection['state']
  /** Offline, and at this moment trying again. */
  isTrying: boolean
}

/** How this device stands to its server, without the flicker of each new try: offline stays offline until it is over. */
export function useStanding(): Standing {
  const state = useClientState(({ connection }) => connection.state)
  const [last, setLast] = useState(state)
  if (state !== 'connecting' && state !== last) setLast(state)
  const isTrying = state === 'connecting' && last === 'offline'
  return { state: isTrying ? 'offline' : state, isTrying }
}
