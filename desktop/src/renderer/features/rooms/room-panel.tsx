import type { Member, Room } from '@chatter/shared/rooms.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showPanel } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { usePresence } from '../presence/use-presence.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import './room-panel.css'

/** What a room is about, and who is in it. */
export function RoomPanel({ room }: { room: Room }) {
  const { t } = useTranslation()
  const members = useMembers(room)
  return (
    <div className="room-panel">
      {room.topic && (
        <section>
          <h3 className="room-panel-heading">{t('rooms.topic')}</h3>
          <p className="room-panel-topic">{room.topic}</p>
        </section>
      )}
      <section>
        <h3 className="room-panel-heading">{t('rooms.members', { count: room.memberCount })}</h3>
        {members === 'loading' && <Spinner />}
        {members === 'failed' && <p className="room-panel-note">{t('rooms.membersFailed')}</p>}
        {typeof members === 'object' && (
          <ul aria-label={t('rooms.memberList')}>
            {members.map(member => (
              <MemberItem key={member.account.id} member={member} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

/** Loaded when the panel opens, and again when the connection is back; events keep the list meanwhile. */
function useMembers({ id }: Room): readonly Member[] | 'loading' | 'failed' {
  const client = useClient()
  const members = useClientState(({ snapshot }) => snapshot.members[id])
  const [hasFailed, setFailed] = useState(false)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is what makes the list old
  useEffect(() => {
    let isCurrent = true
    client.loadMembers(id).then(
      () => isCurrent && setFailed(false),
      () => isCurrent && setFailed(true),
    )
    return () => {
      isCurrent = false
    }
  }, [client, id, isOnline])
  return members ?? (hasFailed ? 'failed' : 'loading')
}

function MemberItem({ member: { account, role } }: { member: Member }) {
  const { t } = useTranslation()
  const me = useMe()
  const known = useClientState(({ snapshot }) => snapshot.accounts[account.id]) ?? account
  const { state } = usePresence(account.id)
  const note = account.id === me.id ? t('rooms.you') : role !== 'member' && t(`rooms.${role}`)
  return (
    <li>
      <button
        type="button"
        className="sidebar-item person-item"
        data-presence={state}
        title={known.displayName}
        aria-description={t(`presence.${state}`)}
        onClick={() => showPanel({ kind: 'person', accountId: account.id })}
      >
        <Avatar account={known} size={28}>
          <PresenceDot state={state} />
        </Avatar>
        <span className="person-item-name truncated">{known.displayName}</span>
        {note && <span className="sidebar-item-end">{note}</span>}
      </button>
    </li>
  )
}
