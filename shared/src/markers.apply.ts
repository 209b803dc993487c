import type { MarkerMoved, ReceiptMoved } from './markers.ts'
import { type Snapshot, withRoom } from './snapshot.ts'

/**
 * Folds a moved read marker. Within an epoch a marker never moves back, and epochs only grow, so an older event changes
 * nothing.
 *
 * The event's counts are exact for its `rev`. Where the room is known further than that, its counts step back to the
 * event's `rev`, and the caller, who sees that the room is behind, folds the later changes again. That is so for the place
 * that is known, too: after an edit the event tells who is mentioned now, which no change does that a catch-up brought before.
 */
export function applyMarker(snapshot: Snapshot, { roomId, ...marker }: MarkerMoved): Snapshot {
  return withRoom(snapshot, roomId, room => {
    const ahead = compareMarkers(marker, room)
    if (ahead < 0) return room
    const isKnown =
      ahead === 0 &&
      marker.rev === room.rev &&
      marker.unreadCount === room.unreadCount &&
      marker.mentionCount === room.mentionCount
    return isKnown ? room : { ...room, ...marker }
  })
}

type Place = { epoch: number; readSeq: number }

/** Below 0 when `one` is older than `other`: an earlier epoch, or less far in the same. */
export function compareMarkers(one: Place, other: Place): number {
  return one.epoch - other.epoch || one.readSeq - other.readSeq
}

/** Folds how far the other one of a direct room has read; never back, as receipts may overtake each other. */
export function applyReceipt(snapshot: Snapshot, { roomId, peerReadSeq }: ReceiptMoved): Snapshot {
  return withRoom(snapshot, roomId, room => {
    const isOlder = peerReadSeq !== null && room.peerReadSeq !== null && peerReadSeq <= room.peerReadSeq
    return isOlder || peerReadSeq === room.peerReadSeq ? room : { ...room, peerReadSeq }
  })
}
