import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Session } from '@chatter/shared/sessions.ts'
import { Laptop } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { longDate, timeAgo } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { errorCode } from '../errors/error-code.ts'
import { askToLogOut } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'

type Devices = { is: 'loading' } | { is: 'loaded'; sessions: Session[] } | { is: 'failed'; code: ErrorCode }

/** Where I am logged in, and a way to end what I do not know. */
export function DeviceSettings() {
  const { t } = useTranslation()
  const client = useClient()
  const [devices, setDevices] = useState<Devices>({ is: 'loading' })
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const load = useCallback(async () => {
    try {
      const sessions = await client.listSessions()
      const byUse = (a: Session, b: Session) =>
        Number(b.current) - Number(a.current) || b.lastUsedAt - a.lastUsedAt
      setDevices({ is: 'loaded', sessions: sessions.sort(byUse) })
    } catch (failure) {
      setDevices({ is: 'failed', code: errorCode(failure) })
    }
  }, [client])
  useEffect(() => void load(), [load])
  const revoke = async (session: Session) => {
    if (session.current) return askToLogOut()
    setProblem(null)
    await client.revokeSession(session.id).catch(failure => setProblem(errorCode(failure)))
    await load()
  }
  return (
    <>
      <p className="settings-note">{t('settings.devicesNote')}</p>
      {problem && (
        <p role="alert" className="settings-outcome">
          {t('rooms.actionFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
      {devices.is === 'loading' && <Spinner />}
      {devices.is === 'failed' && (
        <p role="alert" className="settings-outcome">
          {t('settings.devicesFailed', { reason: t(`errors.${devices.code}`) })}
        </p>
      )}
      {devices.is === 'loaded' && (
        <ul className="devices" aria-label={t('settings.devices')}>
          {devices.sessions.map(session => (
            <DeviceItem key={session.id} session={session} onRevoke={() => revoke(session)} />
          ))}
        </ul>
      )}
    </>
  )
}

function DeviceItem({ session, onRevoke }: { session: Session; onRevoke: () => void }) {
  const { t, i18n } = useTranslation()
  const now = useNow(60_000)
  const device = session.device || t('settings.unnamedDevice')
  const ago = timeAgo(session.lastUsedAt, now, i18n.language)
  const used = ago === null ? t('settings.lastUsedNow') : t('settings.lastUsed', { ago })
  const since = t('settings.loggedInSince', { date: longDate(session.createdAt, i18n.language) })
  return (
    <li className="device">
      <Laptop size={20} aria-hidden="true" />
      <div className="device-words">
        <span className="device-name truncated" title={device}>
          {device}
        </span>
        <span className="device-used">
          {session.current ? t('settings.thisDevice') : `${used} · ${since}`}
        </span>
      </div>
      <Button
        size="small"
        look="danger"
        aria-label={t('settings.revokeNamed', { device })}
        onClick={onRevoke}
      >
        {t('settings.revoke')}
      </Button>
    </li>
  )
}
