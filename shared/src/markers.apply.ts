import type { MarkerMoved } from './markers.ts'
import { type Snapshot, withRoom } from './snapshot.ts'

/**
 * Folds a moved read marker. A marker never moves back, so an older event changes nothing.
 *
 * The event's count is exact for its `rev`. Where the room is known further than that, its counts step back to the
 * event's `rev`, and the caller, who sees that the room is behind, folds the later changes again.
 */
export function applyMarker(snapshot: Snapshot, marker: MarkerMoved): Snapshot {
  const { roomId, readSeq, unreadCount, lastSeq, rev } = marker
  return withRoom(snapshot, roomId, room => {
    if (readSeq < room.readSeq || (readSeq === room.readSeq && rev < room.rev)) return room
    if (readSeq === room.readSeq && rev === room.rev && unreadCount === room.unreadCount) return room
    return { ...room, readSeq, unreadCount, lastSeq, rev }
  })
}
