import type { Room } from '@chatter/shared/rooms.ts'
import { clsx } from 'clsx'
import { Hash, Lock, MessagesSquare } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { goToRoom, useNavigation } from '../navigation/navigation.ts'
import { useClientState } from '../session/use-client.ts'
import { useRoomName } from './room-name.ts'
import { listRooms } from './room-order.ts'
import './room-list.css'

/** The rooms of many that I am in. */
export function RoomList() {
  const { t, i18n } = useTranslation()
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const listed = useMemo(() => listRooms(rooms, i18n.language), [rooms, i18n.language])
  return (
    <nav aria-label={t('rooms.rooms')}>
      <h2 className="sidebar-heading">{t('rooms.rooms')}</h2>
      <ul>
        {listed.map(room => (
          <RoomItem key={room.id} room={room} />
        ))}
      </ul>
    </nav>
  )
}

function RoomItem({ room }: { room: Room }) {
  const name = useRoomName(room)
  const isOpen = useNavigation(({ roomId }) => roomId === room.id)
  const Icon = room.lobby ? MessagesSquare : room.kind === 'private' ? Lock : Hash
  const isUnread = room.unreadCount > 0
  return (
    <li>
      <button
        type="button"
        className={clsx('sidebar-item', isUnread && 'sidebar-item-unread')}
        aria-current={isOpen ? 'page' : undefined}
        title={name}
        onClick={() => goToRoom(room.id)}
      >
        <span className="sidebar-item-picture">
          <Icon size={16} aria-hidden="true" />
        </span>
        <span className="truncated">{name}</span>
        <span className="sidebar-item-end">
          <Badge count={room.unreadCount} />
        </span>
      </button>
    </li>
  )
}
