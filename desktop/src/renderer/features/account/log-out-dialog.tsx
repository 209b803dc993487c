import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { closeDialog } from '../navigation/navigation.ts'
import { logOut } from '../session/session.ts'
import { useClientState } from '../session/use-client.ts'

/** Asks before the session ends, because what is not sent yet would be lost. */
export default function LogOutDialog() {
  const { t } = useTranslation()
  const server = useClientState(({ serverUrl }) => serverUrl.replace(/^https?:\/\//, ''))
  const unsent = useClientState(({ outbox }) => outbox.length)
  return (
    <Question
      title={t('account.logOutTitle', { server })}
      words={t('account.logOutNote')}
      onClose={closeDialog}
    >
      {unsent > 0 && <p className="question-warning">{t('account.logOutUnsent', { count: unsent })}</p>}
      <div className="question-actions">
        <Button onClick={closeDialog}>{t('app.cancel')}</Button>
        <Button look="strong" onClick={() => void logOut()}>
          {t('account.logOut')}
        </Button>
      </div>
    </Question>
  )
}
