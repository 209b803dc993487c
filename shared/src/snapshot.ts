/**
 * What a client knows, as plain data. `snapshot + events = a fresh fetch`: every fold is pure, folding the same thing
 * twice changes nothing, and what arrives out of order is refused as a gap instead of being guessed.
 */
import type { Account } from './accounts.ts'
import { type AlertPreferences, usualAlertPreferences } from './alerts.ts'
import type { Message } from './messages.ts'
import type { Presence } from './presence.ts'
import type { Member, Room } from './rooms.ts'

/** A stretch of a room's messages without holes, ascending by `seq`. */
export type Timeline = {
  messages: readonly Message[]
  /** Every change of these messages up to this `rev` is in them. The room's own `rev` says the same of its counts. */
  rev: number
  /** Older messages exist on the server. */
  hasBefore: boolean
  /** Newer messages exist: the stretch does not reach the room's end, so new posts are not appended to it. */
  hasAfter: boolean
}

export type Typist = { accountId: number; displayName: string; since: number }

export type Snapshot = {
  me: Account | null
  rooms: Readonly<Record<number, Room>>
  timelines: Readonly<Record<number, Timeline>>
  accounts: Readonly<Record<number, Account>>
  presences: Readonly<Record<number, Presence>>
  typists: Readonly<Record<number, readonly Typist[]>>
  /** Of the rooms whose members were asked for. */
  members: Readonly<Record<number, readonly Member[]>>
  /** What I want of notifications. */
  alertPreferences: AlertPreferences
}

export const emptySnapshot: Snapshot = {
  me: null,
  rooms: {},
  timelines: {},
  accounts: {},
  presences: {},
  typists: {},
  members: {},
  alertPreferences: usualAlertPreferences,
}

export const emptyTimeline: Timeline = { messages: [], rev: 0, hasBefore: true, hasAfter: false }

/** Returns the snapshot with one room replaced, or unchanged when the person is not in that room. */
export function withRoom(snapshot: Snapshot, roomId: number, change: (room: Room) => Room): Snapshot {
  const room = snapshot.rooms[roomId]
  if (!room) return snapshot
  const changed = change(room)
  return changed === room ? snapshot : { ...snapshot, rooms: { ...snapshot.rooms, [roomId]: changed } }
}

/** Returns a copy of a record without one key. */
export function without<Value>(record: Readonly<Record<number, Value>>, key: number): Record<number, Value> {
  const { [key]: _, ...rest } = record
  return rest
}
