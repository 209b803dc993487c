import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linesOf } from '../../lib/file-words.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { closeOverlay } from './message-overlays.ts'
import { plainly } from './quotes.ts'
import './message-dialogs.css'

/** Asks before a message is deleted for everybody. */
export default function DeleteDialog({ message }: { message: Message }) {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isMine = message.author.id === me.id
  const act = async () => {
    setBusy(true)
    try {
      await client.deleteMessage(message.roomId, message.seq)
      closeOverlay()
    } catch (failure) {
      setProblem(errorCode(failure))
      setBusy(false)
    }
  }
  return (
    <Question
      title={t('messages.deleteTitle')}
      words={
        isMine
          ? t('messages.deleteNote')
          : t('messages.deleteOthersNote', { name: message.author.displayName })
      }
      onClose={closeOverlay}
    >
      <p className="message-preview" dir="auto">
        {plainly(linesOf(message).slice(0, 300))}
      </p>
      {problem && (
        <p className="question-warning" role="alert">
          {t('messages.failed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
      <div className="question-actions">
        <Button onClick={closeOverlay}>{t('app.cancel')}</Button>
        <Button look="danger" isBusy={isBusy} onClick={act}>
          {t('messages.delete')}
        </Button>
      </div>
    </Question>
  )
}
