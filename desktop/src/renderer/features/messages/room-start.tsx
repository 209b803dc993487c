import type { Room } from '@chatter/shared/rooms.ts'
import { MessagesSquare } from 'lucide-react'
import { useWords } from '../../lib/use-words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Tile } from '../../ui/tile.tsx'
import { useRoomName } from '../rooms/room-name.ts'
import './room-start.css'

/** At the very top of a room, where its first message is or will be. */
export function RoomStart({ room }: { room: Room }) {
  const { t } = useWords()
  const name = useRoomName(room)
  const isDirect = room.kind === 'direct'
  const note = isDirect
    ? t('messages.startOfDirect', { name })
    : t(room.lobby ? 'messages.startOfLobby' : 'messages.startOfRoomNote')
  return (
    <section className="room-start">
      {room.peer ? (
        <Avatar account={room.peer} size={48} />
      ) : (
        <Tile size={48} isAccented>
          <MessagesSquare size={24} aria-hidden="true" />
        </Tile>
      )}
      <h2 className="room-start-name">{isDirect ? name : t('messages.startOfRoom', { name })}</h2>
      <p className="room-start-note">{note}</p>
    </section>
  )
}
