import type { Client } from '../../store/client.type.ts'
import { goToRoom, openDialog, type Place, useNavigation } from './navigation.ts'

/** Goes where a link or a notification leads; where I am not in the room, it is said, and a public one can be joined. */
export function followLink(client: Client, place: Place): void {
  const { store } = client
  const isInside = () => place.roomId in store.getState().snapshot.rooms
  const isSettled = () => store.getState().connection.state === 'online'
  if (isInside()) goToRoom(place.roomId, place.seq)
  else if (isSettled()) sayClosed(place)
  else {
    goToRoom(place.roomId, place.seq)
    // Right after the start, this device may have yet to hear of the room.
    const stop = store.subscribe(() => {
      if (!isInside() && !isSettled()) return
      stop()
      if (!isInside() && useNavigation.getState().roomId === place.roomId) sayClosed(place)
    })
  }
}

function sayClosed(place: Place) {
  useNavigation.setState({ target: null })
  openDialog({ kind: 'closed-room', place })
}
