import type { Account } from '@chatter/shared/accounts.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import { useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { isActive } from './active.ts'

/**
 * Opens the direct room with a person. One that is known already opens at once, also without a connection.
 * @returns the action, and why the last one failed
 */
export function useOpenDirect(): [
  open: (accountId: number, onOpened?: (roomId: number) => void) => void,
  problem: ErrorCode | null,
] {
  const client = useClient()
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const open = (accountId: number, onOpened?: (roomId: number) => void) => {
    setProblem(null)
    const { rooms } = client.store.getState().snapshot
    const known = Object.values(rooms).find(({ peer }) => peer?.id === accountId)
    const go = (roomId: number) => {
      onOpened?.(roomId)
      goToRoom(roomId)
    }
    if (known) go(known.id)
    else
      client
        .openDirect(accountId)
        .then(go)
        .catch(failure => setProblem(errorCode(failure)))
  }
  return [open, problem]
}

/** Whether a direct room with a person opens: nobody begins one with who is deactivated, but what is there stays readable. */
export function useOpensDirect(account: Account): boolean {
  return useClientState(
    ({ snapshot }) =>
      isActive(account) || Object.values(snapshot.rooms).some(({ peer }) => peer?.id === account.id),
  )
}
