import { type Static, Type } from 'typebox'
import { Id, Rev, Seq } from './primitives.ts'

/** Call `marker:move`: everything up to `seq` is read. A marker never moves back. */
export const MoveMarker = Type.Object({ roomId: Id, seq: Seq })
export type MoveMarker = Static<typeof MoveMarker>

/** Acknowledgement of `marker:move`, and event `marker:moved` to all of the person's devices. */
export const MarkerMoved = Type.Object({
  roomId: Id,
  readSeq: Seq,
  /** Other people's posts after `readSeq`, counted when the room was at `lastSeq` and `rev`. */
  unreadCount: Type.Integer({ minimum: 0 }),
  lastSeq: Seq,
  rev: Rev,
})
export type MarkerMoved = Static<typeof MarkerMoved>
