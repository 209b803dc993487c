import { parseDisplayName } from '@chatter/shared/accounts.ts'
import type { ErrorCode } from '@chatter/shared/errors.ts'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { PasswordSetting } from './password-setting.tsx'
import { ReceiptSetting } from './receipt-setting.tsx'

type Saving = { is: 'idle' } | { is: 'busy' } | { is: 'saved' } | { is: 'failed'; code: ErrorCode }

export function ProfileSettings() {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const input = useRef<HTMLInputElement>(null)
  const [displayName, setDisplayName] = useState(me.displayName)
  const [saving, setSaving] = useState<Saving>({ is: 'idle' })
  const save = async () => {
    setSaving({ is: 'busy' })
    try {
      await client.changeMe({ displayName: parseDisplayName(displayName) })
      setSaving({ is: 'saved' })
    } catch (failure) {
      setSaving({ is: 'failed', code: errorCode(failure) })
    }
  }
  useKeys(input, ({ key }) => {
    if (key !== 'Enter') return false
    void save()
    return true
  })
  return (
    <>
      <div className="settings-person">
        <Avatar account={{ id: me.id, displayName: displayName.trim() || me.displayName }} size={72} />
        <p>{t('settings.usernameNote', { username: me.username })}</p>
      </div>
      <Field
        ref={input}
        label={t('settings.displayName')}
        value={displayName}
        autoComplete="name"
        spellCheck={false}
        help={t('settings.displayNameHelp')}
        error={
          saving.is === 'failed'
            ? t('settings.saveFailed', { reason: t(`errors.${saving.code}`) })
            : undefined
        }
        onText={text => {
          setDisplayName(text)
          setSaving({ is: 'idle' })
        }}
      />
      <div className="settings-actions">
        <Button look="strong" isBusy={saving.is === 'busy'} onClick={save}>
          {t('settings.save')}
        </Button>
        <span role="status" className="settings-done">
          {saving.is === 'saved' && t('settings.saved')}
        </span>
      </div>
      <PasswordSetting />
      <ReceiptSetting />
    </>
  )
}
