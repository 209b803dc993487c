import type { Room } from '@chatter/shared/rooms.ts'
import { useEffect } from 'react'
import { useRoomName } from '../features/rooms/room-name.ts'
import { useClientState } from '../features/session/use-client.ts'

/** The window is called after the open room, and tells how much is unread. */
export function useTitle(room: Room | undefined): void {
  const name = useRoomName(room)
  const unread = useClientState(({ snapshot }) =>
    Object.values(snapshot.rooms).reduce((sum, { unreadCount }) => sum + unreadCount, 0),
  )
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name ? `${name} · ` : ''}Chatter`
  }, [name, unread])
}
