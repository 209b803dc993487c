import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/field.tsx'
import './password-field.css'

type PasswordFieldProps = {
  label: string
  password: string
  /** One that is being made: shows how strong it is. */
  isNew: boolean
  /** Words that do not make it stronger. */
  about: readonly string[]
  autoFocus: boolean
  error: string | undefined
  onPassword: (password: string) => void
}

export function PasswordField({
  label,
  password,
  isNew,
  about,
  autoFocus,
  error,
  onPassword,
}: PasswordFieldProps) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const strength = useStrength(isNew ? password : '', about)
  return (
    <Field
      label={label}
      name={isNew ? 'new-password' : 'password'}
      type={isShown ? 'text' : 'password'}
      value={password}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="none"
      spellCheck={false}
      autoFocus={autoFocus}
      error={error}
      help={isNew && (strength === null ? t('entry.passwordHelp') : <StrengthWord strength={strength} />)}
      onText={onPassword}
      below={isNew && <StrengthBar strength={strength} />}
      end={
        <button
          type="button"
          className="password-show"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {t(isShown ? 'entry.hide' : 'entry.show')}
        </button>
      }
    />
  )
}

type Strength = 0 | 1 | 2 | 3 | 4

function StrengthBar({ strength }: { strength: Strength | null }) {
  return (
    <div className="strength" data-strength={strength ?? undefined} aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </div>
  )
}

function StrengthWord({ strength }: { strength: Strength }) {
  const { t } = useTranslation()
  return <span aria-live="polite">{t('entry.strength', { word: t(`entry.strength${strength}`) })}</span>
}

/** How hard the password is to guess; null while it is empty, or not yet known. */
function useStrength(password: string, about: readonly string[]): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null)
  const words = about.join('\n')
  useEffect(() => {
    if (password === '') return setStrength(null)
    let isCurrent = true
    const timer = setTimeout(async () => {
      const { guessStrength } = await import('./password-strength.ts')
      if (isCurrent) setStrength(guessStrength(password, words.split('\n')))
    }, 120)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [password, words])
  return strength
}
