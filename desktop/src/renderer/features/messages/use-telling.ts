import { useCallback } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { errorCode } from '../errors/error-code.ts'
import { useOverlays } from './message-overlays.ts'

/** Waits for what was asked of the server, and says why when it was refused. */
export function useTelling(): (asked: Promise<unknown>) => void {
  const { t } = useWords()
  return useCallback(
    asked => {
      asked.catch(failure =>
        useOverlays.setState({
          problem: { words: t('messages.failed', { reason: t(`errors.${errorCode(failure)}`) }) },
        }),
      )
    },
    [t],
  )
}
