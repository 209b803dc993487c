import { holdsUsername, parsePassword } from '@chatter/shared/accounts.ts'
import { ChatterError, type ErrorCode } from '@chatter/shared/errors.ts'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSubmitKey } from '../../lib/use-submit-key.ts'
import { Button } from '../../ui/button.tsx'
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
      {state === 'open' ? (
        <PasswordForm onChanged={() => setState('changed')} onCancel={() => setState('closed')} />
      ) : (
        <div className="settings-actions">
          <Button ref={opener} onClick={() => setState('open')}>
            {t('settings.changePassword')}
          </Button>
          <span role="status" className="settings-done">
            {state === 'changed' && t('settings.passwordChanged')}
          </span>
        </div>
      )}
    </section>
  )
}

type Mistake = ErrorCode | 'empty' | 'passwordHoldsName'
type Mistakes = { password?: Mistake; newPassword?: Mistake; whole?: ErrorCode; retryAfter?: number }

function PasswordForm({ onChanged, onCancel }: { onChanged: () => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useClient()
  const { username, displayName } = useMe()
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [mistakes, setMistakes] = useState<Mistakes>({})
  const [isBusy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (isBusy) return
    const found = findMistakes({ password, newPassword }, username)
    setMistakes(found)
    setBusy(true)
    try {
      if (Object.keys(found).length > 0) return
      await client.changePassword({ password, newPassword })
      onChanged()
    } catch (failure) {
      setMistakes(mistakesOf(failure))
    } finally {
      setBusy(false)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    }
  }
  useSubmitKey(form, submit)
  useEffect(() => form.current?.scrollIntoView({ block: 'nearest' }), [])

  const wrong = (field: 'password' | 'newPassword') => {
    const code = mistakes[field]
    if (code === 'wrong_credentials') return t('settings.passwordWrong')
    return (
      code && (code === 'empty' || code === 'passwordHoldsName' ? t(`entry.${code}`) : t(`errors.${code}`))
    )
  }
  return (
    <form ref={form} className="settings-form" noValidate onSubmit={submit}>
      <PasswordField
        label={t('settings.passwordNow')}
        password={password}
        isNew={false}
        about={[]}
        autoFocus
        error={wrong('password')}
        onPassword={text => {
          setPassword(text)
          setMistakes({})
        }}
      />
      <PasswordField
        label={t('settings.passwordNew')}
        password={newPassword}
        isNew
        about={[username, displayName]}
        autoFocus={false}
        error={wrong('newPassword')}
        onPassword={text => {
          setNewPassword(text)
          setMistakes({})
        }}
      />
      {mistakes.whole && (
        <p className="field-note field-error" role="alert">
          {t('settings.saveFailed', { reason: t(`errors.${mistakes.whole}`) })}{' '}
          {mistakes.retryAfter !== undefined &&
            t('entry.retryAfter', { count: Math.ceil(mistakes.retryAfter) })}
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

function findMistakes(form: { password: string; newPassword: string }, username: string): Mistakes {
  const mistakes: Mistakes = {}
  if (form.password === '') mistakes.password = 'empty'
  try {
    if (form.newPassword.trim() === '') mistakes.newPassword = 'empty'
    else if (holdsUsername(parsePassword(form.newPassword), username))
      mistakes.newPassword = 'passwordHoldsName'
  } catch (failure) {
    mistakes.newPassword = errorCode(failure)
  }
  return mistakes
}

/** What the server refused, at the field that it names. */
function mistakesOf(failure: unknown): Mistakes {
  const code = errorCode(failure)
  const { field, retryAfter } = failure instanceof ChatterError ? failure : new ChatterError(code, '')
  if (field === 'password' || field === 'newPassword') return { [field]: code }
  return { whole: code, ...(retryAfter !== undefined && { retryAfter }) }
}
