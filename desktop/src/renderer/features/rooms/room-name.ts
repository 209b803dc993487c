import type { Room } from '@chatter/shared/rooms.ts'
import { useCallback } from 'react'
import { isUnnamedLobby } from '../../lib/lobby-name.ts'
import { useWords } from '../../lib/use-words.ts'

type Named = Pick<Room, 'kind' | 'lobby' | 'name' | 'peer'>

/** What a room is called here: a direct room by its peer, the lobby in the reader's language until somebody renamed it. */
export function useRoomName(room: Named | undefined): string {
  const nameOf = useNameOf()
  return room ? nameOf(room) : ''
}

/** The same for many rooms. */
export function useNameOf(): (room: Named) => string {
  const { t } = useWords()
  return useCallback(
    (room: Named) => {
      if (room.kind === 'direct') return room.peer?.displayName ?? ''
      return isUnnamedLobby(room) ? t('rooms.lobby') : room.name
    },
    [t],
  )
}
