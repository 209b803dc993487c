import { ChatterError } from '@chatter/shared/errors.ts'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSubmitKey } from '../../lib/use-submit-key.ts'
import { Button } from '../../ui/button.tsx'
import { type Mistake, mistakeOfNewPassword, mistakeText, type Trouble } from '../entry/mistakes.ts'
import { PasswordField } from '../entry/password-field.tsx'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useMe } from '../session/use-client.ts'

/** Changes the password. The form is there when it is asked for, as it is seldom needed. */
export function PasswordSetting() {
  const { t } = useTranslation()
  const [state, setState] = useState<'closed' | 'open' | 'changed'>('closed')
  const opener = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current && state !== 'open') opener.current?.focus()
    wasOpen.current = state === 'open'
  }, [state])
  return (
    <section className="settings-section" aria-labelledby="settings-password">
      <h4 id="settings-password" className="settings-name">
        {t('settings.password')}
      </h4>
      <p className="settings-note">{t('settings.passwordNote')}</p>
      {state === 'open' && (
        <PasswordForm onChanged={() => setState('changed')} onCancel={() => setState('closed')} />
      )}
      <div className="settings-actions">
        {state !== 'open' && (
          <Button ref={opener} onClick={() => setState('open')}>
            {t('settings.changePassword')}
          </Button>
        )}
        <span role="status" className="settings-done">
          {state === 'changed' && t('settings.passwordChanged')}
        </span>
      </div>
    </section>
  )
}

type Form = { password: string; newPassword: string }
type Mistakes = { [Field in keyof Form]?: Mistake | undefined }

function PasswordForm({ onChanged, onCancel }: { onChanged: () => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const { username, displayName } = useMe()
  const [typed, setTyped] = useState<Form>({ password: '', newPassword: '' })
  const [mistakes, setMistakes] = useState<Mistakes>({})
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [isBusy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (isBusy) return
    const found = findMistakes(typed, username)
    setMistakes(found)
    setTrouble(null)
    setBusy(true)
    try {
      if (found.password || found.newPassword) return
      await client.changePassword(typed)
      onChanged()
    } catch (failure) {
      const code = errorCode(failure)
      const { field, retryAfter } = failure instanceof ChatterError ? failure : new ChatterError(code, '')
      if (field === 'password' || field === 'newPassword') setMistakes({ [field]: code })
      else setTrouble({ code, retryAfter })
    } finally {
      setBusy(false)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    }
  }
  useSubmitKey(form, submit)
  useEffect(() => form.current?.scrollIntoView({ block: 'nearest' }), [])

  const type = (field: keyof Form) => (text: string) => {
    setTyped(form => ({ ...form, [field]: text }))
    setMistakes(({ [field]: _, ...rest }) => rest)
  }
  const wrong =
    mistakes.password === 'wrong_credentials'
      ? t('settings.passwordWrong')
      : mistakeText(t, mistakes.password)
  return (
    <form ref={form} className="settings-form" noValidate onSubmit={submit}>
      <PasswordField
        label={t('settings.passwordNow')}
        password={typed.password}
        isNew={false}
        about={[]}
        autoFocus
        error={wrong}
        onPassword={type('password')}
      />
      <PasswordField
        label={t('settings.passwordNew')}
        password={typed.newPassword}
        isNew
        about={[username, displayName]}
        autoFocus={false}
        error={mistakeText(t, mistakes.newPassword)}
        onPassword={type('newPassword')}
      />
      {trouble && (
        <p className="field-note field-error" role="alert">
          {t('settings.saveFailed', { reason: t(`errors.${trouble.code}`) })}{' '}
          {trouble.retryAfter !== undefined &&
            t('entry.retryAfter', { count: Math.ceil(trouble.retryAfter) })}
        </p>
      )}
      <div className="settings-actions">
        <Button type="submit" look="strong" isBusy={isBusy}>
          {t('settings.changePassword')}
        </Button>
        <Button onClick={onCancel}>{t('settings.cancel')}</Button>
      </div>
    </form>
  )
}

function findMistakes({ password, newPassword }: Form, username: string): Mistakes {
  return {
    password: password === '' ? 'empty' : undefined,
    newPassword: mistakeOfNewPassword(newPassword, username),
  }
}
