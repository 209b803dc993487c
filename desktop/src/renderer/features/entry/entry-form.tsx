import { ChatterError } from '@chatter/shared/errors.ts'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSubmitKey } from '../../lib/use-submit-key.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { errorCode } from '../errors/error-code.ts'
import { enter } from '../session/session.ts'
import type { Door } from './doors.ts'
import {
  findMistakes,
  isAboutPerson,
  type Mistakes,
  mistakesOf,
  mistakeText,
  type Trouble,
} from './mistakes.ts'
import { PasswordField } from './password-field.tsx'
import { ServerField } from './server-field.tsx'
import { useServer } from './use-server.ts'

type FormProps = { door: Door; initialServer: string; initialUsername: string }

/** One form for both doors, so that what is typed stays when the person finds they took the wrong one. */
export function EntryForm({ door, initialServer, initialUsername }: FormProps) {
  const { t } = useTranslation()
  const [address, setAddress] = useState(initialServer)
  const [username, setUsername] = useState(initialUsername)
  const [displayName, setDisplayName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [mistakes, setMistakes] = useState<Mistakes>({})
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [isBusy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const server = useServer(address)
  const isNew = door === 'signUp'
  const person = { username, displayName, password, code }
  const asksForCode = server.check.state === 'found' && server.check.server.info.asksForCode === true

  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (isBusy) return
    setMistakes(findMistakes(person, isNew, asksForCode))
    setTrouble(null)
    setBusy(true)
    try {
      const at = await server.find()
      const found = findMistakes(person, isNew, at?.info.asksForCode)
      // The others may have been put right while the server was looked for.
      if (found.code) setMistakes(now => ({ ...now, code: found.code }))
      if (!at || Object.keys(found).length > 0) return
      await enter(at, door, person)
    } catch (failure) {
      const code = errorCode(failure)
      // It asks since it was looked for.
      if (code === 'wrong_code' && !asksForCode) await server.find({ again: true })
      const fields = mistakesOf(code)
      setMistakes(fields)
      if (Object.keys(fields).length === 0)
        setTrouble({ code, retryAfter: failure instanceof ChatterError ? failure.retryAfter : undefined })
    } finally {
      setBusy(false)
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    }
  }
  useSubmitKey(form, submit)
  // What was wrong at one door may be right at the other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of the door
  useEffect(() => {
    setMistakes({})
    setTrouble(null)
  }, [door])

  const wrong = (field: keyof Mistakes) => mistakeText(t, mistakes[field])
  const clear = (field: keyof Mistakes) => setMistakes(({ [field]: _, ...rest }) => rest)

  return (
    <form ref={form} className="entry-form" noValidate onSubmit={submit}>
      <ServerField
        address={address}
        onAddress={setAddress}
        check={server.check}
        onLeave={() => void server.find()}
      />
      <Field
        label={t('entry.username')}
        name="username"
        value={username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={initialServer !== '' && initialUsername === ''}
        error={wrong('username')}
        help={isNew && t('entry.usernameHelp')}
        onText={text => {
          setUsername(text)
          clear('username')
        }}
      />
      {isNew && (
        <Field
          label={t('entry.displayName')}
          name="displayName"
          value={displayName}
          autoComplete="name"
          spellCheck={false}
          error={wrong('displayName')}
          help={t('entry.displayNameHelp')}
          onText={text => {
            setDisplayName(text)
            clear('displayName')
          }}
        />
      )}
      <PasswordField
        label={t('entry.password')}
        password={password}
        isNew={isNew}
        about={[username, displayName]}
        autoFocus={initialServer !== '' && initialUsername !== ''}
        error={wrong('password')}
        onPassword={text => {
          setPassword(text)
          clear('password')
        }}
      />
      {isNew && asksForCode && (
        <Field
          label={t('entry.code')}
          name="code"
          value={code}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={wrong('code')}
          help={t('entry.codeHelp')}
          onText={text => {
            setCode(text)
            clear('code')
          }}
        />
      )}
      {trouble && (
        <p className="entry-trouble" role="alert">
          {isAboutPerson(trouble.code)
            ? t(`errors.${trouble.code}`)
            : t('entry.failed', { reason: t(`errors.${trouble.code}`) })}{' '}
          {trouble.retryAfter !== undefined &&
            t('entry.retryAfter', { count: Math.ceil(trouble.retryAfter) })}
        </p>
      )}
      <Button type="submit" look="strong" size="wide" isBusy={isBusy}>
        {t(`entry.${door}`)}
      </Button>
    </form>
  )
}
