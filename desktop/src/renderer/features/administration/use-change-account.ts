import type { AccountChange } from '@chatter/shared/accounts.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import { useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { useClient } from '../session/use-client.ts'

/** Changes what somebody may do here, and tells whether that is going on, and why the last change failed. */
export function useChangeAccount(accountId: number) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const change = async (wanted: AccountChange) => {
    setBusy(true)
    setProblem(null)
    await client.changeAccount(accountId, wanted).catch(failure => setProblem(errorCode(failure)))
    setBusy(false)
  }
  return { change, isBusy, problem }
}
