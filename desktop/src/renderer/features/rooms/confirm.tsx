import type { ErrorCode } from '@chatter/shared/errors.ts'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { errorCode } from '../errors/error-code.ts'
import { closeDialog } from '../navigation/navigation.ts'

type ConfirmProps = {
  title: string
  words: ReactNode
  action: string
  isDangerous?: boolean
  /** Something else takes the place of the question when it is done. */
  leadsOn?: boolean
  /** @throws ChatterError as the server refuses */
  onConfirm: () => Promise<unknown>
}

/** Asks once, does it, and says what hindered it. */
export function Confirm({ title, words, action, isDangerous, leadsOn, onConfirm }: ConfirmProps) {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const [isBusy, setBusy] = useState(false)
  const act = async () => {
    setBusy(true)
    try {
      await onConfirm()
      if (!leadsOn) closeDialog()
    } catch (failure) {
      setProblem(errorCode(failure))
      setBusy(false)
    }
  }
  // What it leads to may be shown once, and is not closed before it is seen.
  const close = () => {
    if (!leadsOn || !isBusy) closeDialog()
  }
  return (
    <Question title={title} words={words} onClose={close}>
      {problem && (
        <p className="question-warning" role="alert">
          {t('rooms.actionFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
      <div className="question-actions">
        <Button onClick={close}>{t('app.cancel')}</Button>
        <Button look={isDangerous ? 'danger' : 'strong'} isBusy={isBusy} onClick={act}>
          {action}
        </Button>
      </div>
    </Question>
  )
}
