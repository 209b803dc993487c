/** The whole live wire on one screen: every Socket.IO call and event with its schema, and the REST schemas by name. */
import type { Static, TSchema } from 'typebox'
import { AccountChange, AccountChanged, GivenPassword } from './accounts.ts'
import { AlertPreferences, AlertPreferencesChange } from './alerts.ts'
import {
  Claim,
  ClaimProof,
  Declaration,
  NewAttachment,
  RoomFiles,
  RoomFilesQuery,
  UploadLimits,
} from './attachments.ts'
import { Problem, WireError } from './errors.ts'
import { MarkerMoved, MoveMarker, ReceiptMoved, ResetMarker } from './markers.ts'
import {
  ChangePage,
  DeleteMessage,
  EditList,
  EditMessage,
  Message,
  MessagePage,
  PinList,
  PostMessage,
  RoomMessages,
} from './messages.ts'
import { PresenceChanged, SetPresence, WatchedPresence, WatchPresence } from './presence.ts'
import { Empty } from './primitives.ts'
import { React } from './reactions.ts'
import {
  AccountList,
  BanList,
  BansChanged,
  BrowseQuery,
  MemberChange,
  MemberChanged,
  MemberJoined,
  MemberLeft,
  MemberList,
  PreferencesChanged,
  PublicRoomList,
  RoomAdded,
  RoomChange,
  RoomChanged,
  RoomCreation,
  RoomList,
  RoomPreferences,
  RoomRemoved,
} from './rooms.ts'
import { SearchPage, SearchQuery } from './search.ts'
import {
  LogIn,
  Me,
  MeChange,
  NewSession,
  PasswordChange,
  ServerInfo,
  SessionRevoked,
  SignUp,
} from './sessions.ts'
import { SendSignal, SignalReceived } from './signals.ts'
import { StartTyping, TypingStarted } from './typing.ts'

/** The version that this code speaks. It moves with every change of a schema; see `protocol.history.ts`. */
export const protocolVersion = 8

/** The oldest version that a server still serves. */
export const oldestProtocolVersion = 1

/** What a client may call, and what the acknowledgement's `data` is. */
export const calls = {
  'message:post': { request: PostMessage, answer: Message },
  'message:edit': { request: EditMessage, answer: Message },
  'message:delete': { request: DeleteMessage, answer: Message },
  'reaction:add': { request: React, answer: Message },
  'reaction:remove': { request: React, answer: Message },
  'marker:move': { request: MoveMarker, answer: MarkerMoved },
  'marker:reset': { request: ResetMarker, answer: MarkerMoved },
  'typing:start': { request: StartTyping, answer: Empty },
  'presence:set': { request: SetPresence, answer: Empty },
  'presence:watch': { request: WatchPresence, answer: WatchedPresence },
  'signal:send': { request: SendSignal, answer: Empty },
} as const satisfies Record<string, { request: TSchema; answer: TSchema }>

/** What a server tells. */
export const events = {
  'messages:posted': RoomMessages,
  'messages:changed': RoomMessages,
  'marker:moved': MarkerMoved,
  'receipt:moved': ReceiptMoved,
  'typing:started': TypingStarted,
  'presence:changed': PresenceChanged,
  'room:added': RoomAdded,
  'room:changed': RoomChanged,
  'room:removed': RoomRemoved,
  'preferences:changed': PreferencesChanged,
  'member:joined': MemberJoined,
  'member:changed': MemberChanged,
  'member:left': MemberLeft,
  'bans:changed': BansChanged,
  'account:changed': AccountChanged,
  'alerts:changed': AlertPreferences,
  'session:revoked': SessionRevoked,
  'signal:received': SignalReceived,
} as const satisfies Record<string, TSchema>

/** The bodies that REST takes and gives, beside those above. */
export const documents = {
  AccountChange,
  AccountList,
  AlertPreferencesChange,
  BanList,
  BrowseQuery,
  ChangePage,
  Claim,
  ClaimProof,
  Declaration,
  EditList,
  GivenPassword,
  LogIn,
  Me,
  MeChange,
  MemberChange,
  MemberList,
  MessagePage,
  NewAttachment,
  NewSession,
  PasswordChange,
  PinList,
  Problem,
  PublicRoomList,
  RoomChange,
  RoomCreation,
  RoomFiles,
  RoomFilesQuery,
  RoomList,
  RoomPreferences,
  SearchPage,
  SearchQuery,
  ServerInfo,
  SignUp,
  UploadLimits,
} as const satisfies Record<string, TSchema>

// Worked out once here: deriving a type from its schema anew at each use made up a third of all type checking.
type CallTypes = {
  [Name in keyof typeof calls]: {
    request: Static<(typeof calls)[Name]['request']>
    answer: Static<(typeof calls)[Name]['answer']>
  }
}
type EventTypes = { [Name in keyof typeof events]: Static<(typeof events)[Name]> }

export type CallName = keyof CallTypes
export type CallRequest<Name extends CallName> = CallTypes[Name]['request']
export type CallAnswer<Name extends CallName> = CallTypes[Name]['answer']

export type EventName = keyof EventTypes
export type EventPayload<Name extends EventName> = EventTypes[Name]

/** An event together with its name, as the snapshot folds it. */
export type ChatterEvent = { [Name in EventName]: { name: Name; payload: EventPayload<Name> } }[EventName]

export type Acknowledgement<Data> = { ok: true; data: Data } | { ok: false; error: WireError }

/** Types for `new Server<ClientCalls, ServerEvents>()` and `Socket<ServerEvents, ClientCalls>`. */
export type ClientCalls = {
  [Name in CallName]: (
    request: CallRequest<Name>,
    acknowledge: (answer: Acknowledgement<CallAnswer<Name>>) => void,
  ) => void
}
export type ServerEvents = { [Name in EventName]: (payload: EventPayload<Name>) => void }

/** What the handshake carries in Socket.IO's `auth`. */
export type HandshakeAuth = { token: string; protocol: number }

/** All schemas of the wire, for the fingerprint test. */
export function describeWire(): unknown {
  return { calls, events, documents, WireError }
}
