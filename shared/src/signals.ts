/** What two apps tell each other to find a way for bytes between them. The server only carries it. */
import { type Static, Type } from 'typebox'
import { ClientId, Id } from './primitives.ts'

/** Longest signal, in characters. */
export const longestSignal = 16_384

/** A UUID that an app makes for itself at each start. */
const PeerId = ClientId

const Signal = {
  /** The direct room of the two. */
  roomId: Id,
  /** Which app sends it. */
  peerId: PeerId,
  /** Which app it is for; all apps of the other person without it. */
  toPeerId: Type.Optional(PeerId),
  /** What it says: the apps agree on that among themselves. */
  payload: Type.String({ maxLength: longestSignal }),
}

/** Call `signal:send`, to the other person of a direct room. */
export const SendSignal = Type.Object(Signal)
export type SendSignal = Static<typeof SendSignal>

/** Event `signal:received`, with who sent it. An app leaves alone what is for another one. */
export const SignalReceived = Type.Object({ ...Signal, accountId: Id })
export type SignalReceived = Static<typeof SignalReceived>
