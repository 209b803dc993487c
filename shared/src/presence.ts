import { type Static, Type } from 'typebox'
import { DoNotDisturb } from './alerts.ts'
import { Id, Timestamp } from './primitives.ts'

export const PresenceState = Type.Union([
  Type.Literal('online'),
  Type.Literal('away'),
  Type.Literal('offline'),
])
export type PresenceState = Static<typeof PresenceState>

export const Presence = Type.Object({
  accountId: Id,
  state: PresenceState,
  /** When the last of the person's connections ended; null while connected, or when there never was one. */
  lastSeenAt: Type.Union([Timestamp, Type.Null()]),
  /** There while they do not want to be disturbed. */
  doNotDisturb: Type.Optional(DoNotDisturb),
})
export type Presence = Static<typeof Presence>

/** How many of a room's members are connected. */
export const RoomCount = Type.Object({
  roomId: Id,
  connectedCount: Type.Integer({ minimum: 0 }),
  memberCount: Type.Integer({ minimum: 0 }),
})
export type RoomCount = Static<typeof RoomCount>

/** A server up to this many accounts names every change to everybody; above it, only to those who watch the person. */
export const namedPresenceLimit = 100

/** Call `presence:set`: a person may be away on one device; online on any device wins. */
export const SetPresence = Type.Object({ state: Type.Union([Type.Literal('online'), Type.Literal('away')]) })
export type SetPresence = Static<typeof SetPresence>

/** Call `presence:watch`: replaces the people whose changes this connection wants to hear. Answers how they are now. */
export const WatchPresence = Type.Object({ accountIds: Type.Array(Id, { maxItems: 500 }) })
export type WatchPresence = Static<typeof WatchPresence>

export const WatchedPresence = Type.Object({ presences: Type.Array(Presence) })
export type WatchedPresence = Static<typeof WatchedPresence>

/** Event `presence:changed`: gathered for a moment, then sent once to each room or watcher that it concerns. */
export const PresenceChanged = Type.Object({
  presences: Type.Array(Presence),
  rooms: Type.Array(RoomCount),
})
export type PresenceChanged = Static<typeof PresenceChanged>
