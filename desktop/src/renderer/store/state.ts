/** Everything the page shows, as plain data. Views read it; only the client in `store/client.ts` changes it. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { UploadLimits } from '@chatter/shared/attachments.ts'
import type { WireError } from '@chatter/shared/errors.ts'
import type { Message, Quote } from '@chatter/shared/messages.ts'
import type { Ban } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { PendingFile } from './pending-file.ts'

/** How this device stands to its server. `offline` keeps trying; `refused` waits for the person. */
export type Connection =
  | { state: 'connecting' }
  | { state: 'catching-up' }
  | { state: 'online' }
  /** `retryAt` is in milliseconds of this machine's clock. */
  | { state: 'offline'; retryAt: number }
  | { state: 'refused'; error: WireError }

/** A post that the server has not acknowledged yet. Order in the outbox is the order of writing. */
export type PendingPost = {
  clientId: string
  roomId: number
  body: string
  /** Milliseconds of this machine's clock. */
  writtenAt: number
  state: 'sending' | { failed: WireError }
  /** What it replies to, as it was when this was written. */
  replyTo?: Quote
  /** Where its words come from, when it forwards a message. */
  forwards?: { roomId: number; seq: number; author: Message['author']; createdAt: number }
  /** What comes with it, in order. */
  fileIds?: readonly string[]
}

/** A post or a reply, as far as it is written. */
export type PostDraft = { text: string; replyTo?: Quote }

/** What is written in a room and not posted: a new post, a reply, or another wording of a post of one's own. */
export type Draft = PostDraft & {
  editing?: number
  /** The new post that was being written when the edit began; it comes back when the edit ends. */
  shelved?: PostDraft
}

/** Words that were not posted in a room that I am not in any more: its draft, and what waited in the outbox. */
export type LostDraft = {
  roomId: number
  /** As it was called for me; empty when this machine does not know it any more. */
  roomName: string
  text: string
  fileIds?: readonly string[]
  /** `gone`: it happened while this device was away, so nobody told why. */
  reason: 'left' | 'removed' | 'banned' | 'deleted' | 'gone'
  /** Who removed me, or deleted the room. */
  by?: Message['author']
}

/**
 * Whether what is written is on this machine's disk. `unkept`: the disk refuses it, and is asked again. `unread`: nor could
 * what was written before be read; it stays there for the next start.
 */
export type Keeping = 'kept' | 'unkept' | 'unread'

/** A room that I am not in any more, and why. */
export type Departure = Omit<LostDraft, 'text' | 'fileIds'>

/** What belongs to one server and account. */
export type ClientState = {
  serverUrl: string
  account: Account
  sessionId: number
  connection: Connection
  /** False until the cache on this machine has been read; nothing is shown as empty before. */
  isLoaded: boolean
  snapshot: Snapshot
  outbox: readonly PendingPost[]
  drafts: Readonly<Record<number, Draft>>
  /** Files that will go with the next post of a room, in order, by room. */
  trays: Readonly<Record<number, readonly string[]>>
  /** Every file that is in a tray, in the outbox or left behind, by id. */
  files: Readonly<Record<string, PendingFile>>
  keeping: Keeping
  /** What the server takes; null until it was reached once. */
  uploadLimits: UploadLimits | null
  /** Of the rooms whose pins were asked for, the one that was pinned last first. */
  pins: Readonly<Record<number, readonly Message[]>>
  /** Of the rooms whose bans were asked for, the latest first. */
  bans: Readonly<Record<number, readonly Ban[]>>
  /** Offered back until they are dismissed, or until I am in the room again, where they become its draft. */
  lostDrafts: readonly LostDraft[]
  /** Rooms that ended for me since the app was started, but not by my own wish, until that was seen. */
  departures: readonly Departure[]
}
