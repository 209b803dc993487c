import type { Author } from '@chatter/shared/accounts.ts'
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message, Notice } from '@chatter/shared/messages.ts'
import type { MemberRole } from '@chatter/shared/rooms.ts'
import type { Extras } from '../../lib/messages.row.ts'

/** A message that has no place in its room yet. */
export type Draft = {
  roomId: number
  author: Author
  /** A UUID; for a notice, the server's own. */
  clientId: string
  /** A post's words; what a notice tells, such as the room's new name. */
  body: string
  /** What a notice tells; null for a post. */
  notice: Notice['type'] | null
  /** What a post carries beside its words. */
  extras?: Extras
  files?: DraftFiles
}

/** What a post takes with it, in order: what its author uploaded, or what it copies from the post that it forwards. */
export type DraftFiles = { ids: readonly string[]; areCopied: boolean }

/** An attachment of a new post: as it was uploaded, or under a new id, the copy of another one. */
export type Carried = { id: string; copyOf?: string }

/** A draft, the message that it became, and the attachments that it took. */
export type Entry = { draft: Draft; message: Message; carried: readonly Carried[] }

/** How far a room is. */
export type Counters = { lastSeq: number; rev: number; postCount: number; announcement: boolean }

/** An attachment that nobody else posts, removes or changes now. */
export type LockedAttachment = {
  attachment: Attachment
  roomId: number
  accountId: number
  isPosted: boolean
}

/** The rooms of a group, which nobody else can write to now. */
export type LockedRooms = {
  /** Undefined when there is no such room. */
  countersOf: (roomId: number) => Counters | undefined
  /** Undefined when the person is not in the room. */
  roleOf: (roomId: number, accountId: number) => MemberRole | undefined
  /** One of those that the drafts name; undefined when there is no such attachment. */
  attachmentOf: (id: string) => LockedAttachment | undefined
}

/** 1 when a post mentions people, 2 when it mentions everybody, null when nobody: the column `mentioning`. */
export function mentioningOf({ mentions, mentionsRoom }: Extras = {}): 1 | 2 | null {
  return mentionsRoom ? 2 : mentions?.length ? 1 : null
}

/** Where messages are written: one transaction per group. Each database has its own, for speed. */
export type MessageLedger = {
  /**
   * Locks the rooms of the drafts, asks `enter` for the entries, writes them with their rooms' counters, and commits.
   * `enter` moves the counters that it is given. It is asked again where a guess of what the rooms are like was wrong.
   */
  write: (drafts: readonly Draft[], enter: (rooms: LockedRooms) => Entry[]) => Promise<void>
  close: () => Promise<void>
}

/** Every attachment that the drafts name, each once. */
export function attachmentIdsOf(drafts: readonly Draft[]): string[] {
  return [...new Set(drafts.flatMap(({ files }) => files?.ids ?? []))]
}

/** The ids of the drafts' rooms, ascending: rooms are always locked in this order, so that two writers cannot embrace. */
export function roomIdsOf(drafts: readonly Draft[]): number[] {
  return [...new Set(drafts.map(({ roomId }) => roomId))].sort((a, b) => a - b)
}
