import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { timeAgoShort } from '../../lib/times.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { useNow } from '../../lib/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { chooseFiles } from '../attachments/sending/choose-files.ts'
import type { Chosen } from '../attachments/sending/chosen.ts'
import { useFileDrop } from '../attachments/sending/use-file-drop.ts'
import { openDrawer, showPanel, useNavigation } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { presenceName, usePresence } from '../presence/use-presence.ts'
import { useWatched } from '../presence/use-watched.ts'
import { useSidebarPreferences } from '../rooms/sidebar-preferences.ts'
import { SidebarSection } from '../rooms/sidebar-section.tsx'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { isActive } from './active.ts'
import { InviteNote } from './invite-note.tsx'
import { type ListedPerson, listPeople } from './people-order.ts'
import { useOpenDirect } from './use-open-direct.ts'
import './people-list.css'

/** More are found by searching. */
const longest = 200

/**
 * Those with whom I do not talk yet, with how they are now; with something typed, everybody. Choosing one opens the direct room
 * with them; of who is deactivated, it shows who they are.
 */
export function PeopleList() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const known = usePeople(typed)
  const isFolded = useSidebarPreferences(({ collapsed }) => collapsed.includes('people')) && typed === ''
  const people = isFolded ? [] : typed ? known : known.filter(({ room }) => !room)
  const list = useRef<HTMLUListElement>(null)
  const [openDirect, problem] = useOpenDirect()
  const client = useClient()
  const choose = (person: ListedPerson) => {
    setTyped('')
    if (isActive(person.account)) openDirect(person.account.id)
    else showPerson(person.account.id)
  }
  const give = (person: ListedPerson, chosen: Chosen) => {
    if (isActive(person.account))
      openDirect(person.account.id, roomId => void chooseFiles(client, roomId, chosen))
  }
  return (
    <SidebarSection section="people" as="section" className="people" title={t('people.people')}>
      <PeopleSearch
        typed={typed}
        onTyped={setTyped}
        onFirst={() => people[0] && choose(people[0])}
        onDown={() => list.current?.querySelector('button')?.focus()}
      />
      {problem && (
        <p className="people-note" role="alert">
          {t('people.openFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
      <ul ref={list} aria-label={t('people.people')} onKeyDown={moveFocus}>
        {people.slice(0, longest).map(person => (
          <PersonItem
            key={person.account.id}
            person={person}
            onChoose={() => choose(person)}
            onFiles={chosen => give(person, chosen)}
          />
        ))}
      </ul>
      {known.length === 0 &&
        (typed ? <p className="people-note">{t('people.noMatch', { query: typed })}</p> : <InviteNote />)}
    </SidebarSection>
  )
}

function showPerson(accountId: number) {
  showPanel({ kind: 'person', accountId })
  openDrawer(false)
}

/** Those who match what is typed; the server is asked too, because it may know more people than this device. */
function usePeople(typed: string): ListedPerson[] {
  const { i18n } = useTranslation()
  const client = useClient()
  const me = useMe()
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const presences = useClientState(({ snapshot }) => snapshot.presences)
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const people = useMemo(
    () => listPeople({ accounts, presences, rooms }, me, typed, i18n.language),
    [accounts, presences, rooms, me, typed, i18n.language],
  )
  useEffect(() => {
    if (!isOnline) return
    // Without an answer the list shows those whom this device knows.
    const timer = setTimeout(() => client.findPeople(typed.trim()).catch(() => {}), typed ? 200 : 0)
    return () => clearTimeout(timer)
  }, [client, typed, isOnline])
  useWatched(people.slice(0, longest).map(({ account }) => account.id))
  return people
}

type SearchProps = {
  typed: string
  onTyped: (typed: string) => void
  onFirst: () => void
  onDown: () => void
}

function PeopleSearch({ typed, onTyped, onFirst, onDown }: SearchProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const searches = useNavigation(state => state.searches)
  useEffect(() => {
    if (searches > 0) input.current?.select()
    if (searches > 0) input.current?.focus()
  }, [searches])
  useKeys(input, ({ key }) => {
    if (key === 'Enter') onFirst()
    else if (key === 'ArrowDown') onDown()
    else if (key === 'Escape') {
      if (typed) onTyped('')
      else {
        input.current?.blur()
        openDrawer(false)
      }
    } else return false
    return true
  })
  return (
    <SearchField
      ref={input}
      className="people-search"
      label={t('people.search')}
      value={typed}
      onText={onTyped}
    >
      {typed && (
        <button
          type="button"
          className="people-search-clear"
          aria-label={t('people.clear')}
          tabIndex={-1}
          onClick={() => onTyped('')}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </SearchField>
  )
}

type PersonProps = { person: ListedPerson; onChoose: () => void; onFiles: (chosen: Chosen) => void }

function PersonItem({ person: { account, room }, onChoose, onFiles }: PersonProps) {
  const { t } = useTranslation()
  const { isOver, listeners } = useFileDrop(onFiles)
  const isOpen = useNavigation(({ roomId }) => roomId !== null && roomId === room?.id)
  const presence = usePresence(account.id)
  const { state } = presence
  const unread = room?.unreadCount ?? 0
  return (
    <li>
      <button
        type="button"
        {...listeners}
        className={clsx(
          'sidebar-item person-item',
          unread > 0 && 'sidebar-item-unread',
          isOver && 'sidebar-item-drop',
        )}
        aria-label={account.displayName}
        aria-description={[presenceName(presence, t), unread > 0 && t('rooms.unread', { count: unread })]
          .filter(Boolean)
          .join(', ')}
        aria-current={isOpen ? 'page' : undefined}
        data-presence={state}
        title={account.displayName}
        onClick={onChoose}
      >
        <Avatar account={account} size={28}>
          <PresenceDot {...presence} />
        </Avatar>
        <span className="person-item-name truncated">{account.displayName}</span>
        <span className="sidebar-item-end">
          {unread > 0 ? (
            <Badge count={unread} isLoud />
          ) : (
            state === 'offline' && <LastSeen accountId={account.id} />
          )}
          {state === 'deactivated' && t('presence.deactivated')}
        </span>
      </button>
    </li>
  )
}

/** How long somebody has been gone, small: `3h`. */
function LastSeen({ accountId }: { accountId: number }) {
  const { i18n } = useTranslation()
  const now = useNow(60_000)
  const { lastSeenAt } = usePresence(accountId)
  if (lastSeenAt === null) return null
  return <time>{timeAgoShort(lastSeenAt, now, i18n.language)}</time>
}

/** Arrow keys walk through the list. */
function moveFocus(event: React.KeyboardEvent<HTMLUListElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || event.altKey) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]
  next?.focus()
  event.preventDefault()
}
