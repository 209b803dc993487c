import { type Static, Type } from 'typebox'
import { Id, Rev, Seq } from './primitives.ts'

/** How often a marker was set back by hand. Within an epoch it never moves back. */
const Epoch = Type.Integer({ minimum: 0 })

/** Call `marker:reset`: everything from `seq` on is unread again, in a new epoch. */
export const ResetMarker = Type.Object({ roomId: Id, seq: Seq })
export type ResetMarker = Static<typeof ResetMarker>

/** Call `marker:move`: everything up to `seq` is read. A marker never moves back. */
export const MoveMarker = Type.Object({
  roomId: Id,
  seq: Seq,
  /** The epoch in which the person read so far: a move of an older epoch is answered, but changes nothing. */
  epoch: Type.Optional(Epoch),
})
export type MoveMarker = Static<typeof MoveMarker>

/** Acknowledgement of `marker:move` and `marker:reset`, and event `marker:moved` to all of the person's devices. */
export const MarkerMoved = Type.Object({
  roomId: Id,
  readSeq: Seq,
  /** Other people's posts after `readSeq`, counted when the room was at `lastSeq` and `rev`. */
  unreadCount: Type.Integer({ minimum: 0 }),
  /** Those of them that mention the person, by name or with `@room`. */
  mentionCount: Type.Integer({ minimum: 0 }),
  epoch: Epoch,
  lastSeq: Seq,
  rev: Rev,
})
export type MarkerMoved = Static<typeof MarkerMoved>

/** Event `receipt:moved`, in a direct room: how far the other one has read, or null when receipts are off. */
export const ReceiptMoved = Type.Object({ roomId: Id, peerReadSeq: Type.Union([Seq, Type.Null()]) })
export type ReceiptMoved = Static<typeof ReceiptMoved>
