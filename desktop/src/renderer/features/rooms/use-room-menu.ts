import type { NotificationLevel, Room } from '@chatter/shared/rooms.ts'
import { CheckCheck, Info, Link, LogOut, Pencil, Star, StarOff, Trash2, UserPlus } from 'lucide-react'
import { permalinkTo } from '../../lib/permalink.ts'
import { useWords } from '../../lib/use-words.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { goToRoom, openDialog, showPanel } from '../navigation/navigation.ts'
import { useClient } from '../session/use-client.ts'
import { levelOf, levelsOf } from './levels.ts'
import { canModerate } from './member-rights.ts'
import { lastPlace } from './sidebar-sections.ts'

/** What can be done with a room, from the side bar and from its header. */
export function useRoomMenu(room: Room): MenuEntry[] {
  const { t } = useWords()
  const client = useClient()
  const isFavourite = room.favourite !== null
  const isMany = room.kind !== 'direct'
  const roomId = room.id
  const setFavourite = () => {
    const { rooms } = client.store.getState().snapshot
    setQuietly(client.setPreferences(roomId, { favourite: isFavourite ? null : lastPlace(rooms) }))
  }
  const open = (kind: 'edit-room' | 'invite' | 'leave-room' | 'delete-room') => () =>
    openDialog({ kind, roomId })
  return [
    {
      name: t('rooms.markRead'),
      Icon: CheckCheck,
      isDisabled: room.unreadCount === 0 && room.readSeq >= room.lastSeq,
      onChoose: () => client.markRoomRead(room),
    },
    {
      name: t(isFavourite ? 'rooms.unfavourite' : 'rooms.favourite'),
      Icon: isFavourite ? StarOff : Star,
      onChoose: setFavourite,
    },
    'line',
    {
      label: t('rooms.notifications'),
      value: levelOf(room),
      choices: levelsOf(room).map(value => ({ value, name: t(`rooms.level_${value}`) })),
      onChoose: level => setQuietly(client.setPreferences(roomId, { level: level as NotificationLevel })),
    },
    'line',
    {
      name: t('rooms.details'),
      Icon: Info,
      onChoose: () => {
        goToRoom(roomId)
        showPanel({ kind: 'room' })
      },
    },
    ...(isMany && !room.lobby ? [{ name: t('rooms.invite'), Icon: UserPlus, onChoose: open('invite') }] : []),
    ...(canModerate(room) ? [{ name: t('rooms.edit'), Icon: Pencil, onChoose: open('edit-room') }] : []),
    {
      name: t('rooms.copyLink'),
      Icon: Link,
      onChoose: () =>
        void navigator.clipboard.writeText(permalinkTo(client.store.getState().serverUrl, roomId)),
    },
    ...(isMany && !room.lobby
      ? [
          'line' as const,
          { name: t('rooms.leave'), Icon: LogOut, isDangerous: true, onChoose: open('leave-room') },
        ]
      : []),
    ...(isMany && !room.lobby && room.role === 'owner'
      ? [{ name: t('rooms.delete'), Icon: Trash2, isDangerous: true, onChoose: open('delete-room') }]
      : []),
  ]
}

/** What the server refuses is taken back by the client, which the person sees; there is nothing more to say. */
export function setQuietly(promise: Promise<unknown>): void {
  promise.catch(() => {})
}
