import type { Room } from '@chatter/shared/rooms.ts'
import { Menu as MenuLines, PanelRight, Search } from 'lucide-react'
import { useWords } from '../../lib/use-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Tile } from '../../ui/tile.tsx'
import { useStanding } from '../connection/use-standing.ts'
import { openDrawer, showPanel, togglePanel, useNavigation } from '../navigation/navigation.ts'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { usePresence, usePresenceWords } from '../presence/use-presence.ts'
import { DateJump } from '../search/date-jump.tsx'
import { openSearch } from '../search/search-state.ts'
import { RoomIcon } from './room-icon.tsx'
import { useRoomName } from './room-name.ts'
import './room-header.css'

/** The bar above a conversation: what it is, and who is there. */
export function RoomHeader({ room }: { room: Room }) {
  const { t } = useWords()
  const name = useRoomName(room)
  const isDrawerOpen = useNavigation(state => state.isDrawerOpen)
  const isPanelOpen = useNavigation(({ panel }) => panel !== null && panel.kind !== 'search')
  const isSearchOpen = useNavigation(({ panel }) => panel?.kind === 'search')
  return (
    <header className="room-header">
      <IconButton
        className="room-header-menu"
        name={t('rooms.openSidebar')}
        aria-expanded={isDrawerOpen}
        onClick={() => openDrawer(true)}
      >
        <MenuLines size={18} aria-hidden="true" />
      </IconButton>
      {room.peer ? <PeerPicture peer={room.peer} /> : <RoomPicture room={room} />}
      <div className="room-header-words">
        <h1 className="room-header-name truncated" title={name}>
          {name}
        </h1>
        {room.peer ? <PeerPresence accountId={room.peer.id} /> : <RoomFacts room={room} />}
      </div>
      <DateJump room={room} />
      <IconButton
        name={t('search.searchIn', { name })}
        aria-pressed={isSearchOpen}
        onClick={() => (isSearchOpen ? showPanel(null) : openSearch('room'))}
      >
        <Search size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        name={t(isPanelOpen ? 'rooms.hidePanel' : 'rooms.showPanel')}
        aria-pressed={isPanelOpen}
        onClick={togglePanel}
      >
        <PanelRight size={18} aria-hidden="true" />
      </IconButton>
    </header>
  )
}

function RoomPicture({ room }: { room: Room }) {
  return (
    <Tile size={36}>
      <RoomIcon room={room} size={18} />
    </Tile>
  )
}

function RoomFacts({ room }: { room: Room }) {
  const { t } = useWords()
  const { connectedCount, memberCount, topic } = room
  const isOffline = useStanding().state === 'offline'
  return (
    <p className="room-header-facts truncated" title={topic || undefined}>
      <span className="count">
        {isOffline
          ? t('rooms.members', { count: memberCount })
          : t('rooms.connected', { connected: connectedCount, count: memberCount })}
      </span>
      {topic && <span className="room-header-topic">{topic}</span>}
    </p>
  )
}

function PeerPicture({ peer }: { peer: NonNullable<Room['peer']> }) {
  const presence = usePresence(peer.id)
  return (
    <Avatar account={peer} size={36}>
      <PresenceDot {...presence} />
    </Avatar>
  )
}

function PeerPresence({ accountId }: { accountId: number }) {
  const words = usePresenceWords(accountId)
  return (
    <p className="room-header-facts truncated" title={words}>
      {words}
    </p>
  )
}
