import { type Static, Type } from 'typebox'
import { Account } from './accounts.ts'
import { Id, Timestamp } from './primitives.ts'

// Lengths are checked by the rules, which say more than a schema can; these bounds only keep requests small.
const Text = Type.String({ maxLength: 1024 })

export const SignUp = Type.Object({
  username: Text,
  password: Text,
  displayName: Text,
  /** Where the server asks for one. */
  code: Type.Optional(Text),
  /** What the person would call this device, such as "Chatter on Linux". */
  device: Type.Optional(Type.String({ maxLength: 100 })),
  timeZone: Type.Optional(Type.String({ maxLength: 64 })),
})
export type SignUp = Static<typeof SignUp>

export const LogIn = Type.Object({
  username: Text,
  password: Text,
  device: Type.Optional(Type.String({ maxLength: 100 })),
  timeZone: Type.Optional(Type.String({ maxLength: 64 })),
})
export type LogIn = Static<typeof LogIn>

/** The answer to sign-up and log-in. The token is shown this once; the server keeps its hash only. */
export const NewSession = Type.Object({
  account: Account,
  session: Type.Object({ id: Id, token: Type.String() }),
})
export type NewSession = Static<typeof NewSession>

/** One device of an account. */
export const Session = Type.Object({
  id: Id,
  device: Type.String(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  current: Type.Boolean(),
})
export type Session = Static<typeof Session>

export const SessionRevoked = Type.Object({ sessionId: Id })
export type SessionRevoked = Static<typeof SessionRevoked>

/** `GET /me`. */
export const Me = Type.Object({ account: Account, session: Session, readReceipts: Type.Boolean() })
export type Me = Static<typeof Me>

/** `PATCH /me`. */
export const MeChange = Type.Object({
  displayName: Type.Optional(Text),
  timeZone: Type.Optional(Type.String({ maxLength: 64 })),
  /** Whether the other one of a direct room and the person see how far each has read. */
  readReceipts: Type.Optional(Type.Boolean()),
})
export type MeChange = Static<typeof MeChange>

/** `PUT /me/password`. */
export const PasswordChange = Type.Object({
  /** The one of until now, as who found an open app does not know it. */
  password: Text,
  newPassword: Text,
})
export type PasswordChange = Static<typeof PasswordChange>

/** `GET /server`, asked before log-in: tells a Chatter server from a foreign one, and which protocols it serves. */
export const ServerInfo = Type.Object({
  product: Type.Literal('chatter'),
  name: Type.String(),
  version: Type.String(),
  protocol: Type.Object({ min: Type.Integer(), max: Type.Integer() }),
  /** Whether signing up takes the code that whoever runs the server hands out. Older servers take anybody, and do not say so. */
  asksForCode: Type.Optional(Type.Boolean()),
})
export type ServerInfo = Static<typeof ServerInfo>
