import { AlertDialog } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../lib/use-return-focus.ts'
import { Button } from '../../ui/button.tsx'
import { closeDialog } from '../navigation/navigation.ts'
import { logOut } from '../session/session.ts'
import { useClientState } from '../session/use-client.ts'
import '../../ui/dialog.css'

/** Asks before the session ends, because what is not sent yet would be lost. */
export default function LogOutDialog() {
  const { t } = useTranslation()
  useReturnFocus()
  const server = useClientState(({ serverUrl }) => serverUrl.replace(/^https?:\/\//, ''))
  const unsent = useClientState(({ outbox }) => outbox.length)
  return (
    <AlertDialog.Root open onOpenChange={isOpen => !isOpen && closeDialog()}>
      <AlertDialog.Portal>
        <div className="dialog-veil" />
        <AlertDialog.Content className="question">
          <AlertDialog.Title className="question-title">
            {t('account.logOutTitle', { server })}
          </AlertDialog.Title>
          <AlertDialog.Description className="question-words">
            {t('account.logOutNote')}
          </AlertDialog.Description>
          {unsent > 0 && (
            <p className="question-words question-warning">{t('account.logOutUnsent', { count: unsent })}</p>
          )}
          <div className="question-actions">
            <AlertDialog.Cancel asChild>
              <Button>{t('account.cancel')}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button look="strong" onClick={() => void logOut()}>
                {t('account.logOut')}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
