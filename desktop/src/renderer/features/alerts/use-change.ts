import type { AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import { useState } from 'react'
import { errorCode } from '../errors/error-code.ts'
import { useClient } from '../session/use-client.ts'

/** Changes what I want of notifications, on all of my devices, and tells whether that went well, and what went wrong with the last change. */
export function useChange(): [(change: AlertPreferencesChange) => Promise<boolean>, ErrorCode | null] {
  const client = useClient()
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const change = async (wanted: AlertPreferencesChange) => {
    setProblem(null)
    try {
      await client.setAlertPreferences(wanted)
      return true
    } catch (failure) {
      setProblem(errorCode(failure))
      return false
    }
  }
  return [change, problem]
}
