import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Client } from '../../store/client.type.ts'
import type { ClientState } from '../../store/state.ts'

const ClientContext = createContext<Client | null>(null)

export const ClientProvider = ClientContext.Provider

/** The client of the account that is open. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('useClient needs a ClientProvider above it')
  return client
}

/** A part of what the client knows. The selector must give the same object while nothing changed. */
export function useClientState<Part>(select: (state: ClientState) => Part): Part {
  return useStore(useClient().store, select)
}

/** My account, as it is known now. */
export function useMe() {
  return useClientState(({ snapshot, account }) => snapshot.me ?? account)
}
