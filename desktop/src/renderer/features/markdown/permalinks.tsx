import { Fragment } from 'react'
import { splitPermalinks } from '../../lib/permalink.ts'
import { goToRoom } from '../navigation/navigation.ts'
import { useRoomName } from '../rooms/room-name.ts'
import { useClientState } from '../session/use-client.ts'
import { useTabIndex } from './tab-stops.ts'
import './inlines.css'

/** Text with links to rooms of this server. They are no addresses: they lead nowhere but to a room that I am in. */
export function Permalinks({ text }: { text: string }) {
  const serverUrl = useClientState(state => state.serverUrl)
  let at = 0
  return splitPermalinks(text, serverUrl).map(part => {
    const key = at
    at += typeof part === 'string' ? part.length : part.link.length
    if (typeof part === 'string') return <Fragment key={key}>{part}</Fragment>
    return <RoomLink key={key} {...part} />
  })
}

function RoomLink({ link, roomId, seq }: { link: string; roomId: number; seq: number | undefined }) {
  const room = useClientState(({ snapshot }) => snapshot.rooms[roomId])
  const name = useRoomName(room)
  const tabIndex = useTabIndex()
  if (!room) return link
  return (
    <button
      type="button"
      className="link permalink"
      tabIndex={tabIndex}
      data-hint={link}
      onClick={() => goToRoom(roomId, seq)}
    >
      {name}
      {seq ? ` › ${seq}` : ''}
    </button>
  )
}
