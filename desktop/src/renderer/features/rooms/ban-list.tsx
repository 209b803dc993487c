import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { Ban, Room } from '@chatter/shared/rooms.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shortDate } from '../../lib/times.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { PanelSection } from './panel-section.tsx'

/** Who may not come in, for those who look after the room. Shown while there is somebody. */
export function BanList({ room }: { room: Room }) {
  const { t } = useTranslation()
  const client = useClient()
  const bans = useClientState(state => state.bans[room.id]) ?? []
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  // biome-ignore lint/correctness/useExhaustiveDependencies: without a connection nobody tells what changed
  useEffect(() => {
    let isCurrent = true
    client.loadBans(room.id).then(
      () => isCurrent && setProblem(null),
      failure => isCurrent && setProblem(errorCode(failure)),
    )
    return () => {
      isCurrent = false
    }
  }, [client, room.id, isOnline])
  const lift = ({ account }: Ban) => {
    setProblem(null)
    client.unbanMember(room.id, account.id).catch(failure => setProblem(errorCode(failure)))
  }
  if (bans.length === 0 && !problem) return null
  return (
    <PanelSection title={t('rooms.bans')}>
      {problem && (
        <p className="room-panel-note" role="alert">
          {t('rooms.actionFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
      <ul aria-label={t('rooms.bans')}>
        {bans.map(ban => (
          <BanItem key={ban.account.id} ban={ban} onLift={() => lift(ban)} />
        ))}
      </ul>
    </PanelSection>
  )
}

function BanItem({ ban: { account, by, createdAt }, onLift }: { ban: Ban; onLift: () => void }) {
  const { t, i18n } = useTranslation()
  const date = shortDate(createdAt, Date.now(), i18n.language)
  return (
    <li className="ban">
      <Avatar account={account} size={28} />
      <span className="ban-words">
        <span className="truncated" title={account.displayName}>
          {account.displayName}
        </span>
        <span className="ban-note truncated">
          {by ? t('rooms.bannedBy', { name: by.displayName, date }) : date}
        </span>
      </span>
      <Button
        size="small"
        look="quiet"
        aria-label={t('rooms.unbanNamed', { name: account.displayName })}
        onClick={onLift}
      >
        {t('rooms.unban')}
      </Button>
    </li>
  )
}
