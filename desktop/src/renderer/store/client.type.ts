/** What views may ask of the client of one server and account. `store/client.ts` makes it. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Member, RoomCreation } from '@chatter/shared/rooms.ts'
import type { MeChange, Session } from '@chatter/shared/sessions.ts'
import type { StoreApi } from 'zustand/vanilla'
import type { ClientState } from './state.ts'

/** Rejections are `ChatterError`s: `unavailable` when the server cannot be reached. */
export type Client = {
  store: StoreApi<ClientState>
  /** Reads the cache, then connects and keeps connected until {@link stop}. Resolves when the cache is read. */
  start(): Promise<void>
  /** Disconnects and writes what is unwritten; the session stays valid. */
  stop(): Promise<void>
  /** Connects now instead of at `retryAt`. */
  reconnect(): void
  /** Ends the session on the server (when reachable), and deletes this account's cache, drafts and outbox. */
  logOut(): Promise<void>

  /** Puts a post into the outbox, clears the room's draft, and returns its clientId. @throws ChatterError as `parseBody` does */
  post(roomId: number, body: string): string
  /** Sends a failed post again. */
  retry(clientId: string): void
  /** Takes a post that is not sent out of the outbox and returns its body, so that it can be edited. */
  discard(clientId: string): string | undefined
  /** Keeps what is written; an empty text forgets the draft. */
  draft(roomId: number, text: string): void

  /** The room that was opened last on this machine, also before the app was started; undefined on the first start. */
  lastOpenRoom(): number | undefined
  /** Makes sure that the newest page of a room is there: from the cache at once, then from the server. */
  openRoom(roomId: number): Promise<void>
  /** Loads one page before the timeline. */
  loadBefore(roomId: number): Promise<void>
  /** Loads one page after the timeline. */
  loadAfter(roomId: number): Promise<void>
  /** Makes the timeline reach this message, with its surroundings. */
  loadAround(roomId: number, seq: number): Promise<void>
  /** Everything up to `seq` was seen. Sent now or, when offline, on the next connection. */
  markRead(roomId: number, seq: number): void
  /** Throttled to one call per `typingInterval`. */
  typing(roomId: number): void
  /** Tells the server whether the person is at this device. */
  setAway(away: boolean): void

  /** Opens the direct room with a person, made on first contact, and returns its id. */
  openDirect(accountId: number): Promise<number>
  createRoom(room: RoomCreation): Promise<number>
  /** Loads people into `snapshot.accounts` and `snapshot.presences`, and returns those that match. */
  findPeople(query: string): Promise<Account[]>
  /** The people whose presence is on screen. */
  watchPeople(accountIds: readonly number[]): void
  listMembers(roomId: number): Promise<Member[]>
  changeMe(change: MeChange): Promise<void>
  listSessions(): Promise<Session[]>
  revokeSession(sessionId: number): Promise<void>
}
