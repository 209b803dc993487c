import { Fragment } from 'react'
import { splitPermalinks } from '../../lib/permalink.ts'
import { followLink } from '../navigation/follow-link.ts'
import { useRoomName } from '../rooms/room-name.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { useTabIndex } from './tab-stops.ts'
import './inlines.css'

/** Text with links to rooms of this server. They are no addresses: they lead nowhere but to a room. */
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
  const client = useClient()
  const room = useClientState(({ snapshot }) => snapshot.rooms[roomId])
  const name = useRoomName(room)
  const tabIndex = useTabIndex()
  return (
    <button
      type="button"
      className="link permalink"
      tabIndex={tabIndex}
      data-hint={link}
      onClick={() => followLink(client, { roomId, seq })}
    >
      {room ? `${name}${seq ? ` › ${seq}` : ''}` : link}
    </button>
  )
}
