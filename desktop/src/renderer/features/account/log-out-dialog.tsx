import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { useStanding } from '../connection/use-standing.ts'
import { closeDialog } from '../navigation/navigation.ts'
import { logOut } from '../session/session.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { countUnsent } from './unsent.ts'

/** Asks before the session ends, because what is not sent yet would be lost. */
export default function LogOutDialog() {
  const { t, i18n } = useTranslation()
  const isReachable = ['online', 'catching-up'].includes(useStanding().state)
  const server = useClientState(({ serverUrl }) => serverUrl.replace(/^https?:\/\//, ''))
  const { store } = useClient()
  const unsent = countUnsent(useStore(store))
  const kinds = (['posts', 'drafts', 'files'] as const).filter(kind => unsent[kind] > 0)
  const what = new Intl.ListFormat(i18n.language).format(
    kinds.map(kind => t(`account.unsent_${kind}`, { count: unsent[kind] })),
  )
  return (
    <Question
      title={t('account.logOutTitle', { server })}
      words={t('account.logOutNote')}
      onClose={closeDialog}
    >
      {kinds.length > 0 && <p className="question-warning">{t('account.logOutUnsent', { what })}</p>}
      {!isReachable && <p className="question-words">{t('account.logOutOffline')}</p>}
      <div className="question-actions">
        <Button onClick={closeDialog}>{t('app.cancel')}</Button>
        <Button look="strong" onClick={() => void logOut()}>
          {t('account.logOut')}
        </Button>
      </div>
    </Question>
  )
}
