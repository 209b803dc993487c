import type { Author } from '@chatter/shared/accounts.ts'
import type { Message, Notice } from '@chatter/shared/messages.ts'

/** A message that has no place in its room yet. */
export type Draft = {
  roomId: number
  author: Author
  /** A UUID; for a notice, the server's own. */
  clientId: string
  body: string
  /** What a notice tells; null for a post. */
  notice: Notice['type'] | null
}

/** A draft and the message that it became. */
export type Entry = { draft: Draft; message: Message }

/** How far a room is. */
export type Counters = { lastSeq: number; rev: number; postCount: number }

/** The rooms of a group, which nobody else can write to now. */
export type LockedRooms = {
  /** Undefined when there is no such room. */
  countersOf: (roomId: number) => Counters | undefined
  isMember: (roomId: number, accountId: number) => boolean
}

/** Where messages are written: one transaction per group. Each database has its own, for speed. */
export type MessageLedger = {
  /**
   * Locks the rooms of the drafts, asks `enter` for the entries, writes them with their rooms' counters, and commits.
   * `enter` moves the counters that it is given.
   */
  write: (drafts: readonly Draft[], enter: (rooms: LockedRooms) => Entry[]) => Promise<void>
  close: () => Promise<void>
}

/** The ids of the drafts' rooms, ascending: rooms are always locked in this order, so that two writers cannot embrace. */
export function roomIdsOf(drafts: readonly Draft[]): number[] {
  return [...new Set(drafts.map(({ roomId }) => roomId))].sort((a, b) => a - b)
}
