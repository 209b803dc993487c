import type { Room } from '@chatter/shared/rooms.ts'
import { useEffect } from 'react'
import { useRoomName } from '../features/rooms/room-name.ts'
import { useClientState } from '../features/session/use-client.ts'
import { badgeCount } from '../store/alerts.ts'

/** The window is called after the open room, and tells the number that the app's icon shows. */
export function useTitle(room: Room | undefined): void {
  const name = useRoomName(room)
  const unread = useClientState(({ snapshot }) => badgeCount(snapshot))
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name ? `${name} · ` : ''}Chatter`
  }, [name, unread])
}
