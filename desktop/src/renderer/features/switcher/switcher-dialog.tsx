/** The quick switcher: the field, the list below it, and what each line stands for. */
import { Compass, Link2, MessageSquareText } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findHere, parsePermalink } from '../../lib/permalink.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, MentionBadge } from '../../ui/badge.tsx'
import { DialogFrame, DialogTitle } from '../../ui/dialog.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { followLink } from '../navigation/follow-link.ts'
import { closeDialog, goToRoom, openDialog, useNavigation } from '../navigation/navigation.ts'
import { useFindPeople } from '../people/use-find-people.ts'
import { useOpenDirect } from '../people/use-open-direct.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { usePresence } from '../presence/use-presence.ts'
import { RoomIcon } from '../rooms/room-icon.tsx'
import { useNameOf } from '../rooms/room-name.ts'
import { searchFor } from '../search/search-state.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { type Destination, listDestinations, placeOfActive } from './destinations.ts'
import { listVisits } from './visits.ts'
import './switcher.css'

/** One line of the list, and what choosing it does. */
type Choice = {
  key: string
  view: ReactNode
  choose: () => void
  /** It is there whatever was typed, and gives way to what is found later. */
  isAlways?: boolean
}

/** Goes anywhere by keyboard: type a part of a name, and Enter. */
export default function SwitcherDialog() {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const { choices, problem } = useChoices(typed)
  const [at, setActive] = useActive(choices, typed)
  const move = (step: number) =>
    choices.length > 0 && setActive((at + step + choices.length) % choices.length)
  useKeys(input, ({ key }) => {
    if (key === 'ArrowDown') move(1)
    else if (key === 'ArrowUp') move(-1)
    else if (key === 'PageDown') setActive(Math.min(at + 8, choices.length - 1))
    else if (key === 'PageUp') setActive(Math.max(at - 8, 0))
    else if (key === 'Enter') choices[at]?.choose()
    else return false
    return true
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what is chosen
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at, typed])
  return (
    <DialogFrame className="switcher" onClose={closeDialog}>
      <DialogTitle className="hidden-visually">{t('switcher.title')}</DialogTitle>
      <input
        ref={input}
        className="switcher-input"
        role="combobox"
        aria-label={t('switcher.title')}
        aria-expanded
        aria-autocomplete="list"
        aria-controls="switcher-list"
        aria-activedescendant={choices.length > 0 ? `switcher-${at}` : undefined}
        placeholder={t('switcher.placeholder')}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <div
        ref={list}
        className="switcher-list"
        id="switcher-list"
        role="listbox"
        aria-label={t('switcher.results')}
      >
        {choices.map(({ key, view, choose }, index) => (
          <div
            key={key}
            id={`switcher-${index}`}
            role="option"
            tabIndex={-1}
            className="switcher-item"
            aria-selected={index === at}
            onPointerMove={() => index !== at && setActive(index)}
            onClick={choose}
            onKeyDown={event => event.key === 'Enter' && choose()}
          >
            {view}
          </div>
        ))}
      </div>
      {problem && (
        <p className="switcher-note" role="alert">
          {problem}
        </p>
      )}
      <p className="hidden-visually" role="status">
        {t('switcher.count', { count: choices.length })}
      </p>
      <footer className="switcher-keys" aria-hidden="true">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> {t('switcher.move')}
        </span>
        <span>
          <kbd>↵</kbd> {t('switcher.choose')}
        </span>
        <span>
          <kbd>Esc</kbd> {t('switcher.close')}
        </span>
      </footer>
    </DialogFrame>
  )
}

/** Which choice is active, at first the first one: see {@link placeOfActive}. */
function useActive(choices: readonly Choice[], typed: string): [at: number, setActive: (at: number) => void] {
  const [chosen, choose] = useState({ typed, key: '' })
  const at = placeOfActive(choices, chosen, typed)
  const active = choices[at]
  const isKept = chosen.typed === typed && chosen.key === active?.key
  if (active && !active.isAlways && !isKept) choose({ typed, key: active.key })
  return [at, index => choose({ typed, key: choices[index]?.key ?? '' })]
}

function useChoices(typed: string): { choices: Choice[]; problem: string | null } {
  const { t } = useTranslation()
  const wanted = typed.trim()
  const destinations = useDestinations(typed)
  const links = useLinkChoices(wanted)
  const [openDirect, failure] = useOpenDirect()
  const go = ({ room, account }: Destination) => {
    if (room) {
      closeDialog()
      goToRoom(room.id)
    } else openDirect(account.id, closeDialog)
  }
  if (links) return links
  const found = destinations.map(destination => ({
    key: destination.key,
    view: <DestinationView destination={destination} />,
    choose: () => go(destination),
  }))
  const search: Choice = {
    key: 'search',
    isAlways: true,
    view: <ActionView Icon={MessageSquareText} words={t('switcher.searchMessages', { query: wanted })} />,
    choose: () => {
      closeDialog()
      searchFor(wanted)
    },
  }
  const browse: Choice = {
    key: 'browse',
    isAlways: true,
    view: <ActionView Icon={Compass} words={t('switcher.browse')} />,
    choose: () => openDialog({ kind: 'browse-rooms' }),
  }
  const problem = failure ? t('people.openFailed', { reason: t(`errors.${failure}`) }) : null
  return { choices: wanted ? [...found, search, browse] : found, problem }
}

function useDestinations(typed: string): Destination[] {
  const me = useMe().id
  const nameOf = useNameOf()
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const openRoomId = useNavigation(({ roomId }) => roomId)
  useFindPeople(typed)
  return useMemo(
    () =>
      listDestinations({ rooms, accounts, me, openRoomId, visits: listVisits(), nameOf }, typed, Date.now()),
    [rooms, accounts, me, openRoomId, nameOf, typed],
  )
}

/** Where a pasted link leads, when a link was pasted. */
function useLinkChoices(wanted: string): { choices: Choice[]; problem: string | null } | null {
  const { t } = useTranslation()
  const serverUrl = useClientState(state => state.serverUrl)
  const client = useClient()
  if (!parsePermalink(wanted)) return null
  const here = findHere(wanted, serverUrl)
  if (!here) return { choices: [], problem: t('switcher.elsewhere') }
  const choose = () => {
    closeDialog()
    followLink(client, here)
  }
  const words = t(here.seq ? 'switcher.toMessage' : 'switcher.toRoom')
  return {
    choices: [{ key: 'link', view: <ActionView Icon={Link2} words={words} />, choose }],
    problem: null,
  }
}

function DestinationView({ destination }: { destination: Destination }) {
  const { name, ranges, room } = destination
  const account = destination.account ?? room?.peer
  const isMuted = room?.level === 'muted'
  return (
    <>
      {account ? (
        <PersonPicture account={account} />
      ) : (
        room && (
          <span className="switcher-picture">
            <RoomIcon room={room} size={17} />
          </span>
        )
      )}
      <span className="switcher-name truncated">
        <MarkedText text={name} ranges={ranges} />
      </span>
      {account && <span className="switcher-note truncated">@{account.username}</span>}
      {room?.topic && <span className="switcher-note truncated">{room.topic}</span>}
      {room && !isMuted && (
        <span className="switcher-end">
          {!room.peer && <MentionBadge count={room.mentionCount} />}
          <Badge count={room.unreadCount} isLoud={room.peer !== null} />
        </span>
      )}
    </>
  )
}

function PersonPicture({ account }: { account: { id: number; displayName: string } }) {
  const presence = usePresence(account.id)
  return (
    <Avatar account={account} size={28}>
      <PresenceDot {...presence} />
    </Avatar>
  )
}

function ActionView({ Icon, words }: { Icon: typeof Compass; words: string }) {
  return (
    <>
      <span className="switcher-picture">
        <Icon size={17} aria-hidden="true" />
      </span>
      <span className="truncated">{words}</span>
    </>
  )
}
