import type { Account } from '@chatter/shared/accounts.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../../lib/use-return-focus.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { closeDialog } from '../navigation/navigation.ts'
import { Confirm } from '../rooms/confirm.tsx'
import { useClient } from '../session/use-client.ts'
import './administration.css'

/** Asks, and shows the new password for as long as this is open: it is kept nowhere. */
export function GivePassword({ account }: { account: Account }) {
  const { t } = useTranslation()
  const client = useClient()
  const [password, setPassword] = useState<string | null>(null)
  // To what had it before both dialogs: the second one has it from the first, which is gone then.
  useReturnFocus()
  const name = account.displayName
  if (password !== null) return <GivenPassword name={name} password={password} />
  return (
    <Confirm
      title={t('administration.givePasswordTitle', { name })}
      words={t('administration.givePasswordNote')}
      action={t('administration.givePasswordAction')}
      isDangerous
      leadsOn
      onConfirm={async () => setPassword((await client.givePassword(account.id)).password)}
    />
  )
}

/** A question, as a click beside it must not lose what is shown once. */
function GivenPassword({ name, password }: { name: string; password: string }) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(password)
    setCopied(true)
  }
  return (
    <Question
      title={t('administration.passwordTitle', { name })}
      words={t('administration.passwordNote')}
      onClose={closeDialog}
    >
      <Field
        className="given-password"
        label={t('administration.password')}
        value={password}
        readOnly
        autoComplete="off"
        spellCheck={false}
        onText={() => {}}
        onFocus={event => event.currentTarget.select()}
      />
      <div className="question-actions">
        <Button onClick={copy}>{t(isCopied ? 'administration.copied' : 'administration.copy')}</Button>
        <Button look="strong" onClick={closeDialog}>
          {t('administration.done')}
        </Button>
      </div>
    </Question>
  )
}
