/** What the REST API answers a test with, by method and path, so that what a test reads is checked by its name. */
import type { Account, GivenPassword } from '@chatter/shared/accounts.ts'
import type { AlertPreferences } from '@chatter/shared/alerts.ts'
import type { Problem } from '@chatter/shared/errors.ts'
import type { ChangePage, EditList, Message, MessagePage, PinList } from '@chatter/shared/messages.ts'
import type { Presence } from '@chatter/shared/presence.ts'
import type {
  AccountList,
  BanList,
  MemberList,
  PreferencesChanged,
  PublicRoomList,
  RoomAdded,
  RoomList,
} from '@chatter/shared/rooms.ts'
import type { SearchPage } from '@chatter/shared/search.ts'
import type { Me, NewSession, ServerInfo, Session } from '@chatter/shared/sessions.ts'

/** A route, as far as tests read of it. */
type Described = {
  tags: string[]
  security?: unknown[]
  responses: Record<string, { content: Record<string, unknown> }>
}

type Room = `/api/v1/rooms/${number}`

/** What is not listed answers with nothing that a test reads, or with text. */
type Answers = {
  'POST /api/v1/accounts': NewSession
  'GET /api/v1/accounts': AccountList
  [account: `GET /api/v1/accounts/${number}`]: { account: Account; presence: Presence }
  [change: `PATCH /api/v1/accounts/${number}`]: { account: Account }
  [given: `POST /api/v1/accounts/${number}/password`]: GivenPassword
  'POST /api/v1/sessions': NewSession
  'GET /api/v1/sessions': { sessions: Session[] }
  'GET /api/v1/me': Me
  'PATCH /api/v1/me': { account: Account }
  'GET /api/v1/me/alerts': AlertPreferences
  'PATCH /api/v1/me/alerts': AlertPreferences
  'GET /api/v1/rooms': RoomList
  'POST /api/v1/rooms': RoomAdded
  'GET /api/v1/rooms/browse': PublicRoomList
  [room: `${'GET' | 'PATCH'} ${Room}`]: RoomAdded
  [direct: `PUT /api/v1/directs/${number}`]: RoomAdded
  [members: `GET ${Room}/members`]: MemberList
  [member: `PUT ${Room}/members/${number}`]: RoomAdded
  [bans: `GET ${Room}/bans`]: BanList
  [preferences: `PATCH ${Room}/preferences`]: PreferencesChanged
  [messages: `GET ${Room}/messages`]: MessagePage
  [changes: `GET ${Room}/changes`]: ChangePage
  [edits: `GET ${Room}/messages/${number}/edits`]: EditList
  [pins: `GET ${Room}/pins`]: PinList
  [pin: `${'PUT' | 'DELETE'} ${Room}/pins/${number}`]: { message: Message }
  'GET /api/v1/search': SearchPage
  'GET /api/v1/server': ServerInfo
  'GET /healthz': { status: string }
  'GET /readyz': { status: string }
  'GET /metrics': string
  'GET /docs': string
  'GET /docs/json': { paths: Record<string, Record<string, Described>> }
}

type WithoutQuery<Path extends string> = Path extends `${infer Bare}?${string}` ? Bare : Path

type Asked<Method extends string, Path extends string> = `${Method} ${WithoutQuery<Path>}`

/** What that route answers with, or why it does not: which of them it is, a test says by what it reads. */
export type Body<Method extends string, Path extends string> = (Asked<Method, Path> extends keyof Answers
  ? Answers[Asked<Method, Path>]
  : unknown) &
  Partial<Problem>
