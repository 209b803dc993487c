import { useState } from 'react'
import type { Connection } from '../../store/state.ts'
import { useClientState } from '../session/use-client.ts'

export type Standing = {
  state: Connection['state']
  /** What the server refused this device for. */
  refusal: Extract<Connection, { state: 'refused' }>['error'] | undefined
  /** Offline or refused, and at this moment trying again. */
  isTrying: boolean
}

/** How this device stands to its server, without the flicker of each new try: offline stays offline until it is over. */
export function useStanding(): Standing {
  const connection = useClientState(state => state.connection)
  const [last, setLast] = useState(connection)
  if (connection.state !== 'connecting' && connection !== last) setLast(connection)
  const isTrying = connection.state === 'connecting' && (last.state === 'offline' || last.state === 'refused')
  const shown = isTrying ? last : connection
  return { state: shown.state, refusal: shown.state === 'refused' ? shown.error : undefined, isTrying }
}
