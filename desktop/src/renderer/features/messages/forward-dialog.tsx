import type { Account } from '@chatter/shared/accounts.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linesOf } from '../../lib/file-words.ts'
import { nameHolds } from '../../lib/names.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Option } from '../../ui/option.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Tile } from '../../ui/tile.tsx'
import { goToRoom } from '../navigation/navigation.ts'
import { isActive } from '../people/active.ts'
import { useFindPeople } from '../people/use-find-people.ts'
import { RoomIcon } from '../rooms/room-icon.tsx'
import { useNameOf } from '../rooms/room-name.ts'
import { useClient, useClientState, useMe } from '../session/use-client.ts'
import { closeOverlay } from './message-overlays.ts'
import { mayPost } from './post-rights.ts'
import { plainly } from './quotes.ts'
import { useTelling } from './use-telling.ts'
import './message-dialogs.css'

type Place = { key: string; name: string; room?: Room; account?: Account }

/** Chooses the room or person that a message goes to. */
export default function ForwardDialog({ message }: { message: Message }) {
  const { t } = useTranslation()
  return (
    <Dialog
      title={t('messages.forwardTitle')}
      note={t('messages.forwardNote', { name: (message.forwarded ?? message).author.displayName })}
      onClose={closeOverlay}
    >
      <p className="message-preview" dir="auto">
        {plainly(linesOf(message).slice(0, 300))}
      </p>
      <Places message={message} />
    </Dialog>
  )
}

function Places({ message }: { message: Message }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [chosen, choose] = useState(0)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const places = usePlaces(query)
  const at = Math.min(chosen, places.length - 1)
  const forward = useForward(message)
  useKeys(input, ({ key }) => {
    if (key === 'ArrowDown') choose(Math.min(at + 1, places.length - 1))
    else if (key === 'ArrowUp') choose(Math.max(at - 1, 0))
    else if (key === 'Enter' && places[at]) forward(places[at])
    else return false
    return true
  })
  return (
    <>
      <div className="forward-search">
        <SearchField
          ref={input}
          label={t('messages.forwardSearch')}
          value={query}
          choices={{ list: id, chosen: places[at] && `${id}${places[at].key}` }}
          onText={text => {
            setQuery(text)
            choose(0)
          }}
        />
      </div>
      <div id={id} className="forward-list" role="listbox" aria-label={t('messages.forwardTitle')}>
        {places.map((place, index) => (
          <Option
            key={place.key}
            id={`${id}${place.key}`}
            isChosen={index === at}
            ref={index === at ? scrollTo : undefined}
            onPointerMove={() => choose(index)}
            onClick={() => forward(place)}
          >
            {place.account ? (
              <Avatar account={place.account} size={28} />
            ) : (
              <Tile size={28}>{place.room && <RoomIcon room={place.room} size={16} />}</Tile>
            )}
            <span className="truncated">{place.name}</span>
            {place.account && <span className="forward-note truncated">@{place.account.username}</span>}
          </Option>
        ))}
        {places.length === 0 && <p className="forward-nothing">{t('messages.forwardNothing')}</p>}
      </div>
    </>
  )
}

const scrollTo = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/** Rooms where I may write, the liveliest first, and people. */
function usePlaces(query: string): Place[] {
  useFindPeople(query)
  const nameOf = useNameOf()
  const me = useMe()
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const accounts = useClientState(({ snapshot }) => snapshot.accounts)
  const mine = Object.values(rooms)
    .filter(mayPost)
    .sort((a, b) => (b.lastMessage?.createdAt ?? b.createdAt) - (a.lastMessage?.createdAt ?? a.createdAt))
  const met = new Set(mine.map(({ peer }) => peer?.id))
  const people = Object.values(accounts)
    .filter(account => account.id !== me.id && !met.has(account.id) && isActive(account))
    .sort((a, b) => a.displayName.localeCompare(b.displayName))
  const places: Place[] = [
    ...mine.map(room => ({
      key: `room-${room.id}`,
      name: nameOf(room),
      room,
      ...(room.peer && { account: room.peer }),
    })),
    ...people.map(account => ({ key: `person-${account.id}`, name: account.displayName, account })),
  ]
  return places.filter(place => isCalled(place, query)).slice(0, 100)
}

function isCalled({ name, account }: Place, query: string): boolean {
  return (
    nameHolds(name, query) || (account !== undefined && nameHolds(account.username, query.replace(/^@/, '')))
  )
}

/** Puts the message there, and goes along. */
function useForward(message: Message): (place: Place) => void {
  const client = useClient()
  const tell = useTelling()
  return ({ room, account }) => {
    closeOverlay()
    const roomId = room ? Promise.resolve(room.id) : client.openDirect(account!.id)
    tell(
      roomId.then(id => {
        client.forward(message, id)
        goToRoom(id)
      }),
    )
  }
}
