import type { Account } from '@chatter/shared/accounts.ts'
import { KeyRound, ShieldCheck, ShieldMinus, UserCheck, UserX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { type AdministrationAct, openDialog } from '../navigation/navigation.ts'
import { isActive } from '../people/active.ts'
import { useMe } from '../session/use-client.ts'
import { useChangeAccount } from './use-change-account.ts'
import './administration.css'

/** What an administrator decides about somebody else. */
export function Administration({ account }: { account: Account }) {
  const { t } = useTranslation()
  const me = useMe()
  const { change, isBusy, problem } = useChangeAccount(account.id)
  if (!me.isAdministrator || account.id === me.id) return null
  const ask = (act: AdministrationAct) => () =>
    openDialog({ kind: 'administration', act, accountId: account.id })
  return (
    <section className="administration">
      <h4 className="administration-title">{t('administration.administration')}</h4>
      {/* The same button before and after, so that the focus stays on it. */}
      {isActive(account) && (
        <Button
          size="small"
          isBusy={isBusy}
          onClick={
            account.isAdministrator ? ask('take-administration') : () => change({ isAdministrator: true })
          }
        >
          {account.isAdministrator ? (
            <ShieldMinus size={15} aria-hidden="true" />
          ) : (
            <ShieldCheck size={15} aria-hidden="true" />
          )}
          {t(account.isAdministrator ? 'administration.take' : 'administration.make')}
        </Button>
      )}
      <Button size="small" onClick={ask('give-password')}>
        <KeyRound size={15} aria-hidden="true" />
        {t('administration.givePassword')}
      </Button>
      {isActive(account) ? (
        <Button size="small" look="danger" onClick={ask('deactivate')}>
          <UserX size={15} aria-hidden="true" />
          {t('administration.deactivate')}
        </Button>
      ) : (
        <Button size="small" isBusy={isBusy} onClick={() => change({ isDeactivated: false })}>
          <UserCheck size={15} aria-hidden="true" />
          {t('administration.reactivate')}
        </Button>
      )}
      {problem && (
        <p className="person-problem" role="alert">
          {t('rooms.actionFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
    </section>
  )
}
