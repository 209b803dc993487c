/** What views may ask of the client of one server and account. `store/client.ts` makes it. */
import type { Account, AccountChange, GivenPassword } from '@chatter/shared/accounts.ts'
import type { AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import type { RoomFiles, RoomFilesQuery } from '@chatter/shared/attachments.ts'
import type { EditList, Message, Quote } from '@chatter/shared/messages.ts'
import type {
  BrowseQuery,
  MemberRole,
  PublicRoom,
  PublicRoomList,
  Room,
  RoomChange,
  RoomCreation,
  RoomPreferences,
} from '@chatter/shared/rooms.ts'
import type { SearchPage, SearchQuery } from '@chatter/shared/search.ts'
import type { Me, MeChange, PasswordChange, Session } from '@chatter/shared/sessions.ts'
import type { StoreApi } from 'zustand/vanilla'
import type { FilePart } from '../connection/api.ts'
import type { Direct } from './direct.ts'
import type { ChosenFile, SentFile } from './files.ts'
import type { Refusal } from './limits.ts'
import type { ClientState, Draft, PostDraft } from './state.ts'

/** Rejections are `ChatterError`s: `unavailable` when the server cannot be reached. */
export type Client = {
  store: StoreApi<ClientState>
  /** Reads the cache, then connects and keeps connected until {@link stop}. Resolves when the cache is read. */
  start(): Promise<void>
  /** Disconnects and writes what is unwritten; the session stays valid. */
  stop(): Promise<void>
  /** Connects now instead of at `retryAt`; again, too, where the server refused this version of the app. */
  reconnect(): void
  /** Disconnects, and deletes this account's cache, drafts and outbox. Ending the session is the caller's. */
  forget(): Promise<void>

  /**
   * Puts a post into the outbox, with what is in the room's tray, clears the room's draft, and returns its clientId.
   * @throws ChatterError as `parseBody` does
   */
  post(roomId: number, body: string, replyTo?: Quote): string
  /** Puts a message of one room into another, as a post of mine that names its author. Returns its clientId. */
  forward(message: Message, roomId: number): string
  /** Sends a failed post again, with what was refused of its files. */
  retry(clientId: string): void
  /** Takes a post that is not sent out of the outbox, with its files, and returns its body. */
  discard(clientId: string): string | undefined
  /** The same, but puts its files back into the room's tray, and returns what it replies to as well, so that it can be edited. */
  takeBack(clientId: string): PostDraft | undefined
  /** Keeps what is written; an empty draft is forgotten. */
  draft(roomId: number, draft: Draft): void
  /** Puts files into the tray of a room; returns those that cannot be sent, and why. Before a quota speaks, the server is asked. */
  chooseFiles(roomId: number, files: readonly ChosenFile[]): Promise<Refusal[]>
  renameFile(fileId: string, name: string): void
  /** Takes a file out of the tray of a room. */
  removeFile(roomId: number, fileId: string): void
  /** Stops a file on its way; posts behind it go on. */
  pauseFile(fileId: string): void
  resumeFile(fileId: string): void
  /** Takes a file on its way, or one that was refused, out of its post; what was held up by it alone goes then. */
  cancelFile(fileId: string): void
  /** Puts what was left in a room that ended, words and files, in front of what is being written in another one. */
  moveLostDraft(roomId: number, hereId: number): void
  /** Bytes that this device sent in this run, so that they need not come back. */
  sentFile(attachmentId: string): SentFile | undefined
  /** Bytes of a file: the page reads texts, and what a plain browser shows. */
  readFile(attachmentId: string, part: FilePart): Promise<Blob>
  /** Tells the sender, in a direct room, that this device has the whole file, and that it is the right one. */
  receiveFile(attachmentId: string): Promise<void>
  /** Files of a room's posts, newest first. */
  listFiles(roomId: number, query: RoomFilesQuery): Promise<RoomFiles>
  /** The words that were left in a room are not needed any more. */
  dismissLostDraft(roomId: number): void
  /** It was seen that this room ended. */
  dismissDeparture(roomId: number): void

  /** Gives a post of mine another wording. A draft that edits this post stays until the server has it. */
  editMessage(roomId: number, seq: number, body: string): Promise<void>
  deleteMessage(roomId: number, seq: number): Promise<void>
  /** Every wording that a post has had, oldest first. */
  listEdits(roomId: number, seq: number): Promise<EditList['edits']>
  /** Shown at once, and taken back when the server refuses. */
  addReaction(roomId: number, seq: number, emoji: string): Promise<void>
  removeReaction(roomId: number, seq: number, emoji: string): Promise<void>
  pin(roomId: number, seq: number): Promise<void>
  unpin(roomId: number, seq: number): Promise<void>
  /** Loads what is pinned in a room into `pins`, where events keep it. */
  loadPins(roomId: number): Promise<void>
  /**
   * Files that go from app to app; `wish` asks the sender's apps once more for one that came that way, `refuse` ends one
   * that is coming, so that it goes by the server, and `copy` gives what went from here.
   */
  readonly direct: Pick<Direct, 'store' | 'wish' | 'refuse' | 'copy' | 'handOver'>
  /** One page of what the server finds; from the cache, with `isOffline`, where it cannot be reached. */
  search(query: SearchQuery): Promise<SearchPage & { isOffline: boolean }>
  /** Hears of every message as it becomes known in a newer form, also where it is not in memory. Returns what stops it. */
  watchMessages(listener: (messages: readonly Message[]) => void): () => void

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
  /** The `seq` of the first message at or after a time, in milliseconds; of the last one, when all are older. */
  findDate(roomId: number, timestamp: number): Promise<number>
  /** The `seq` of the first unread post, as far as it can be told from here; undefined when all is read. */
  firstUnread(roomId: number): number | undefined
  /** Everything up to `seq` was seen. Sent now or, when offline, on the next connection. */
  markRead(roomId: number, seq: number): void
  /**
   * Sets the marker back: everything from `seq` on is unread, on all of my devices. {@link markRead} does nothing there
   * until the room was left and opened again, or something was posted there.
   */
  markUnread(roomId: number, seq: number): Promise<void>
  /** Marks everything in a room as read, also after {@link markUnread}. */
  markRoomRead(room: Room): void
  /** Marks everything in all rooms as read. */
  markAllRead(): void
  /** Throttled to one call per `typingInterval`. */
  typing(roomId: number): void
  /** Tells the server whether the person is at this device. */
  setAway(away: boolean): void

  /** Opens the direct room with a person, made on first contact, and returns its id. */
  openDirect(accountId: number): Promise<number>
  createRoom(room: RoomCreation): Promise<number>
  /** A page of the public rooms that match, the largest first. */
  browseRooms(query: BrowseQuery): Promise<PublicRoomList>
  /** A public room that I may not be in; undefined when there is none with this id. */
  findPublicRoom(roomId: number): Promise<PublicRoom | undefined>
  joinRoom(roomId: number): Promise<void>
  leaveRoom(roomId: number): Promise<void>
  deleteRoom(roomId: number): Promise<void>
  changeRoom(roomId: number, change: RoomChange): Promise<void>
  /** Shown at once, and taken back when the server refuses. */
  setPreferences(roomId: number, preferences: RoomPreferences): Promise<void>
  /** Do not disturb, quiet hours and keywords, on all of my devices. Shown at once, and taken back when the server refuses. */
  setAlertPreferences(change: AlertPreferencesChange): Promise<void>
  /** Loads who is in a room into `snapshot.members`, where events keep it. */
  loadMembers(roomId: number): Promise<void>
  addMember(roomId: number, accountId: number): Promise<void>
  removeMember(roomId: number, accountId: number): Promise<void>
  /** Naming another owner hands the room over. */
  changeRole(roomId: number, accountId: number, role: MemberRole): Promise<void>
  banMember(roomId: number, accountId: number): Promise<void>
  unbanMember(roomId: number, accountId: number): Promise<void>
  /** Loads who may not come into a room into `bans`, which then follows what the server tells. */
  loadBans(roomId: number): Promise<void>
  /** Loads people into `snapshot.accounts` and `snapshot.presences`, and returns those that match. */
  findPeople(query: string): Promise<Account[]>
  /** These people's presence is on screen, until the returned function is called. */
  watchPeople(accountIds: readonly number[]): () => void
  /** Somebody by id, also when they are in no list that was loaded. */
  findAccount(accountId: number): Promise<Account>
  /** Decides, as an administrator, who administers the server, and whose account is deactivated. */
  changeAccount(accountId: number, change: AccountChange): Promise<Account>
  /** Gives somebody else, as an administrator, a password that is told this once. Logs out all of their devices. */
  givePassword(accountId: number): Promise<GivenPassword>
  me(): Promise<Me>
  changeMe(change: MeChange): Promise<void>
  /** Logs out all other devices. */
  changePassword(change: PasswordChange): Promise<void>
  listSessions(): Promise<Session[]>
  revokeSession(sessionId: number): Promise<void>
}
