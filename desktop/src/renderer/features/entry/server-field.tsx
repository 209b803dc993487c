import { CircleCheck, LockOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { ServerCheck } from './use-server.ts'

type ServerFieldProps = {
  address: string
  check: ServerCheck
  onAddress: (address: string) => void
  /** The person goes on to the next field. */
  onLeave: () => void
}

/** Which server to enter, and whether it is one. */
export function ServerField({ address, check, onAddress, onLeave }: ServerFieldProps) {
  const { t } = useTranslation()
  return (
    <Field
      label={t('entry.serverAddress')}
      name="server"
      type="text"
      inputMode="url"
      value={address}
      placeholder="chat.example.org"
      autoComplete="url"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus={address === ''}
      error={check.state === 'wrong' ? t(`entry.${check.problem}`) : undefined}
      help={<ServerHelp check={check} />}
      onText={onAddress}
      onBlur={() => address.trim() && onLeave()}
    />
  )
}

function ServerHelp({ check }: { check: ServerCheck }) {
  const { t } = useTranslation()
  if (check.state === 'looking')
    return (
      <span className="server-help">
        <Spinner /> {t('entry.serverLooking')}
      </span>
    )
  if (check.state !== 'found') return t('entry.serverHelp')
  const { name, version } = check.server.info
  return (
    <>
      <span className="server-help server-found">
        <CircleCheck size={14} aria-hidden="true" />
        <span className="truncated">{t('entry.serverFound', { name, version })}</span>
      </span>
      {check.isExposed && (
        <span className="server-help server-exposed">
          <LockOpen size={14} aria-hidden="true" /> {t('entry.serverExposed')}
        </span>
      )}
    </>
  )
}
