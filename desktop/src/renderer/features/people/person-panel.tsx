import type { Account } from '@chatter/shared/accounts.ts'
import { Clock, MessageCircle, Pencil } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { clockTime, longDate, minutesAhead } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Administration } from '../administration/administration.tsx'
import { openSettings, useNavigation } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { usePresence, usePresenceWords } from '../presence/use-presence.ts'
import { useWatched } from '../presence/use-watched.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { useOpenDirect, useOpensDirect } from './use-open-direct.ts'
import './person-panel.css'

/** Who somebody is: name, user name, presence, and what time it is where they are. */
export function PersonPanel({ account }: { account: Account }) {
  const { t, i18n } = useTranslation()
  useWatched([account.id])
  useLookedUp(account.id)
  const presence = usePresence(account.id)
  const words = usePresenceWords(account.id)
  return (
    <div className="person-panel">
      <div className="person-panel-head">
        <Avatar account={account} size={72} />
        <h3 className="person-panel-name" title={account.displayName}>
          {account.displayName}
        </h3>
        <p className="person-panel-presence">
          <PresenceDot {...presence} />
          {words}
        </p>
      </div>
      <PersonAction account={account} />
      <dl className="person-facts">
        <div>
          <dt>{t('people.username')}</dt>
          <dd className="person-username">@{account.username}</dd>
          {account.isAdministrator && <dd className="person-note">{t('administration.administrator')}</dd>}
        </div>
        {account.timeZone && <LocalTime timeZone={account.timeZone} />}
        <div>
          <dt>{t('people.memberSince')}</dt>
          <dd>{longDate(account.createdAt, i18n.language)}</dd>
        </div>
      </dl>
      <Administration key={account.id} account={account} />
    </div>
  )
}

/** What this device knows of somebody may be older than its last connection. */
function useLookedUp(accountId: number) {
  const client = useClient()
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  useEffect(() => {
    if (isOnline) client.findAccount(accountId).catch(() => {})
  }, [client, accountId, isOnline])
}

/** A way to them, unless that is where we are. */
function PersonAction({ account }: { account: Account }) {
  const { t } = useTranslation()
  const me = useMe()
  const openRoomId = useNavigation(({ roomId }) => roomId)
  const room = useClientState(({ snapshot }) =>
    openRoomId === null ? undefined : snapshot.rooms[openRoomId],
  )
  const [openDirect, problem] = useOpenDirect()
  const opensDirect = useOpensDirect(account)
  if (account.id === me.id)
    return (
      <Button onClick={() => openSettings('profile')}>
        <Pencil size={15} aria-hidden="true" />
        {t('people.editProfile')}
      </Button>
    )
  if (room?.peer?.id === account.id || !opensDirect) return null
  return (
    <>
      <Button look="strong" onClick={() => openDirect(account.id)}>
        <MessageCircle size={15} aria-hidden="true" />
        {t('people.write')}
      </Button>
      {problem && (
        <p className="person-problem" role="alert">
          {t('people.openFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
    </>
  )
}

function LocalTime({ timeZone }: { timeZone: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow(1000)
  const ahead = minutesAhead(timeZone, now)
  if (ahead === null) return null
  const hours = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'hour',
    unitDisplay: 'long',
    maximumFractionDigits: 2,
  }).format(Math.abs(ahead) / 60)
  const note = ahead === 0 ? t('people.sameTime') : t(ahead > 0 ? 'people.ahead' : 'people.behind', { hours })
  return (
    <div>
      <dt>{t('people.localTime')}</dt>
      <dd className="person-clock">
        <Clock size={14} aria-hidden="true" />
        <time>{clockTime(now, i18n.language, timeZone)}</time>
      </dd>
      <dd className="person-note">{note}</dd>
    </div>
  )
}
