import type { Member, Room } from '@chatter/shared/rooms.ts'
import { MoreHorizontal } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameHolds } from '../../lib/names.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ContextMenu, Menu } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showPanel } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { presenceName, usePresence } from '../presence/use-presence.ts'
import { useWatched } from '../presence/use-watched.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { useMemberMenu } from './member-menu.ts'
import { sortMembers } from './member-rights.ts'
import { PanelSection } from './panel-section.tsx'

/** From so many on, there is a search. */
const manyMembers = 12
/** More are found by searching. */
const longest = 100

/** Who is in a room, how they are now, and what they may do there. */
export function MemberList({ room }: { room: Room }) {
  const { t } = useTranslation()
  const members = useMembers(room)
  const [typed, setTyped] = useState('')
  const sorted = useSorted(members)
  const found = sorted.filter(
    ({ account }) => nameHolds(account.displayName, typed) || nameHolds(account.username, typed),
  )
  const shown = found.slice(0, longest)
  useWatched(shown.map(({ account }) => account.id))
  return (
    <PanelSection title={t('rooms.members', { count: room.memberCount })}>
      {members === 'loading' && <Spinner />}
      {members === 'failed' && <p className="room-panel-note">{t('rooms.membersFailed')}</p>}
      {(sorted.length > manyMembers || typed) && (
        <div className="member-search">
          <SearchField label={t('rooms.searchMembers')} value={typed} onText={setTyped} />
        </div>
      )}
      {typeof members === 'object' && (
        <ul aria-label={t('rooms.memberList')}>
          {shown.map(member => (
            <MemberItem key={member.account.id} room={room} member={member} />
          ))}
        </ul>
      )}
      {sorted.length > 0 && found.length === 0 && (
        <p className="room-panel-note">{t('rooms.nobodyFound', { query: typed.trim() })}</p>
      )}
      {found.length > longest && (
        <p className="room-panel-note">{t('rooms.moreMembers', { count: found.length - longest })}</p>
      )}
    </PanelSection>
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

function useSorted(members: readonly Member[] | string): Member[] {
  const { i18n } = useTranslation()
  const presences = useClientState(({ snapshot }) => snapshot.presences)
  return useMemo(() => {
    if (typeof members === 'string') return []
    const isHere = (id: number) => (presences[id]?.state ?? 'offline') !== 'offline'
    return sortMembers(members as readonly Member[], isHere, i18n.language)
  }, [members, presences, i18n.language])
}

function MemberItem({ room, member }: { room: Room; member: Member }) {
  const { t } = useTranslation()
  const me = useMe()
  const { account, role } = member
  const known = useClientState(({ snapshot }) => snapshot.accounts[account.id]) ?? account
  const presence = usePresence(account.id)
  const entries = useMemberMenu(room, member)
  const words = [account.id === me.id && t('rooms.you'), role !== 'member' && t(`rooms.${role}`)]
  const said = [words.filter(Boolean).join(' · '), presenceName(presence, t)].filter(Boolean).join(', ')
  const note = [...words, presence.state === 'deactivated' && t('presence.deactivated')]
    .filter(Boolean)
    .join(' · ')
  return (
    <li className="member">
      <ContextMenu label={t('rooms.memberMenu', { name: known.displayName })} entries={entries}>
        <button
          type="button"
          className="sidebar-item person-item"
          data-presence={presence.state}
          title={known.displayName}
          aria-label={known.displayName}
          aria-description={said}
          onClick={() => showPanel({ kind: 'person', accountId: account.id })}
        >
          <Avatar account={known} size={28}>
            <PresenceDot {...presence} />
          </Avatar>
          <span className="person-item-name truncated">{known.displayName}</span>
          {note && <span className="sidebar-item-end member-note">{note}</span>}
        </button>
      </ContextMenu>
      <Menu entries={entries}>
        <IconButton className="member-more" name={t('rooms.memberMenu', { name: known.displayName })}>
          <MoreHorizontal size={16} aria-hidden="true" />
        </IconButton>
      </Menu>
    </li>
  )
}
