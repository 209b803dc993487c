/** What two apps agree on, inside the signals that the server carries. What another app says is checked before it is believed. */
import { attachmentLimits, Sha256 } from '@chatter/shared/attachments.ts'
import { fits } from '@chatter/shared/check.ts'
import { ClientId } from '@chatter/shared/primitives.ts'
import { longestSignal } from '@chatter/shared/signals.ts'
import { type Static, Type } from 'typebox'

/** The file that is offered, as its message will name it. */
export const OfferedFile = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 2 * attachmentLimits.name }),
  type: Type.String({ maxLength: 127 }),
  size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  sha256: Sha256,
})
export type OfferedFile = Static<typeof OfferedFile>

const Sdp = Type.String({ maxLength: longestSignal })
const transferId = ClientId

export const DirectSignal = Type.Union([
  /** The sender has a file. `wish` says that it was asked for, and by which question. */
  Type.Object({
    is: Type.Literal('offer'),
    transferId,
    file: OfferedFile,
    sdp: Sdp,
    wish: Type.Optional(ClientId),
  }),
  /** The receiver takes it. */
  Type.Object({ is: Type.Literal('answer'), transferId, sdp: Sdp }),
  /** This app of the receiver does not take it; another one may. */
  Type.Object({ is: Type.Literal('decline'), transferId }),
  /** To all apps of the receiver: this one takes it, and the others let it go. */
  Type.Object({ is: Type.Literal('taken'), transferId, by: ClientId }),
  /** The sender does not want to send it any more, by no way. */
  Type.Object({ is: Type.Literal('cancel'), sha256: Sha256 }),
  /** The receiver wants a file once more that came directly. */
  Type.Object({ is: Type.Literal('wish'), wish: ClientId, sha256: Sha256 }),
  /** This app of the sender does not have it any more; another one may. */
  Type.Object({ is: Type.Literal('cannot'), wish: ClientId }),
])
export type DirectSignal = Static<typeof DirectSignal>
export type Signalled<Is extends DirectSignal['is']> = Extract<DirectSignal, { is: Is }>

/** Undefined for what no app of this version says. */
export function readSignal(payload: string): DirectSignal | undefined {
  try {
    const signal: unknown = JSON.parse(payload)
    return fits(DirectSignal, signal) ? signal : undefined
  } catch {
    return undefined
  }
}
