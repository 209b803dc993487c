import { useTranslation } from 'react-i18next'
import type { AdministrationAct } from '../navigation/navigation.ts'
import { Confirm } from '../rooms/confirm.tsx'
import { useClient, useClientState } from '../session/use-client.ts'
import { GivePassword } from './give-password.tsx'

type AdministrationDialogProps = { act: AdministrationAct; accountId: number }

/** Asks before somebody loses what they have: their account, their say, or their password. */
export default function AdministrationDialog({ act, accountId }: AdministrationDialogProps) {
  const { t } = useTranslation()
  const client = useClient()
  const account = useClientState(({ snapshot }) => snapshot.accounts[accountId])
  if (!account) return null
  const name = account.displayName
  if (act === 'give-password') return <GivePassword account={account} />
  if (act === 'deactivate')
    return (
      <Confirm
        title={t('administration.deactivateTitle', { name })}
        words={t('administration.deactivateNote')}
        action={t('administration.deactivateAction')}
        isDangerous
        onConfirm={() => client.changeAccount(accountId, { isDeactivated: true })}
      />
    )
  return (
    <Confirm
      title={t('administration.takeTitle', { name })}
      words={t('administration.takeNote')}
      action={t('administration.takeAction')}
      isDangerous
      onConfirm={() => client.changeAccount(accountId, { isAdministrator: false })}
    />
  )
}
