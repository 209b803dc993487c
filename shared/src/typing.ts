import { type Static, Type } from 'typebox'
import { Author } from './accounts.ts'
import { Id } from './primitives.ts'

/** A client says so again at this interval while the person types, in milliseconds. */
export const typingInterval = 3_000

/** Silence after which nobody types any more, in milliseconds. */
export const typingTimeout = 5_500

/** Call `typing:start`. */
export const StartTyping = Type.Object({ roomId: Id })
export type StartTyping = Static<typeof StartTyping>

/** Event `typing:started`: sent to the room, but not to the person who types. */
export const TypingStarted = Type.Object({ roomId: Id, account: Author })
export type TypingStarted = Static<typeof TypingStarted>
