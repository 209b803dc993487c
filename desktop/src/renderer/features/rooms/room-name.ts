import type { Room } from '@chatter/shared/rooms.ts'
import { useTranslation } from 'react-i18next'

/** What a room is called here: a direct room by its peer, the lobby in the reader's language until somebody renamed it. */
export function useRoomName(room: Pick<Room, 'kind' | 'lobby' | 'name' | 'peer'> | undefined): string {
  const { t } = useTranslation()
  if (!room) return ''
  if (room.kind === 'direct') return room.peer?.displayName ?? ''
  return room.lobby && (room.name === '' || room.name.toLowerCase() === 'lobby')
    ? t('rooms.lobby')
    : room.name
}
