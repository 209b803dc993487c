import { type Static, Type } from 'typebox'
import { Account, Author } from './accounts.ts'
import { Message } from './messages.ts'
import { Presence } from './presence.ts'
import { Id, Rev, Seq, Timestamp } from './primitives.ts'

export const roomNameLimits = { min: 1, max: 64 } as const
/** In characters. */
export const roomTopicLimit = 250
export const roomDescriptionLimit = 1_000
/** In rooms of so many members or more, only moderators mention everybody. */
export const roomMentionLimit = 50

export const RoomKind = Type.Union([Type.Literal('public'), Type.Literal('private'), Type.Literal('direct')])
export type RoomKind = Static<typeof RoomKind>

export const MemberRole = Type.Union([
  Type.Literal('owner'),
  Type.Literal('moderator'),
  Type.Literal('member'),
])
export type MemberRole = Static<typeof MemberRole>

/** What a person is told of a room: everything, what mentions them, or nothing. */
export const NotificationLevel = Type.Union([
  Type.Literal('all'),
  Type.Literal('mentions'),
  Type.Literal('muted'),
])
export type NotificationLevel = Static<typeof NotificationLevel>

/** Place among one's favourites, ascending; null when the room is none of them. */
const Favourite = Type.Union([Type.Number(), Type.Null()])

/** A room as one of its members sees it. */
export const Room = Type.Object({
  id: Id,
  kind: RoomKind,
  /** The public room that every account is in. */
  lobby: Type.Boolean(),
  /** Empty for a direct room, which is called by its peer. */
  name: Type.String(),
  topic: Type.String(),
  description: Type.String(),
  /** Only moderators post here. */
  announcement: Type.Boolean(),
  /** The other person of a direct room. */
  peer: Type.Union([Account, Type.Null()]),
  createdBy: Type.Union([Id, Type.Null()]),
  createdAt: Timestamp,
  memberCount: Type.Integer({ minimum: 0 }),
  connectedCount: Type.Integer({ minimum: 0 }),
  role: MemberRole,
  lastSeq: Seq,
  rev: Rev,
  /** My read marker: everything up to here is read, on all of my devices. */
  readSeq: Seq,
  /** Other people's posts after `readSeq`, counted up to `lastSeq`. */
  unreadCount: Type.Integer({ minimum: 0 }),
  /** Those of them that mention me, by name or with `@room`. */
  mentionCount: Type.Integer({ minimum: 0 }),
  /** How often I set my marker back. */
  epoch: Type.Integer({ minimum: 0 }),
  /** How far the other one of a direct room has read; null elsewhere, and when one of us keeps it private. */
  peerReadSeq: Type.Union([Seq, Type.Null()]),
  level: NotificationLevel,
  favourite: Favourite,
  /** The newest message, for the room list. */
  lastMessage: Type.Union([Message, Type.Null()]),
})
export type Room = Static<typeof Room>

export const RoomList = Type.Object({ rooms: Type.Array(Room) })
export type RoomList = Static<typeof RoomList>

export const RoomCreation = Type.Object({
  name: Type.String({ maxLength: 256 }),
  kind: Type.Union([Type.Literal('public'), Type.Literal('private')]),
  topic: Type.Optional(Type.String({ maxLength: 1024 })),
  description: Type.Optional(Type.String({ maxLength: 4096 })),
  announcement: Type.Optional(Type.Boolean()),
})
export type RoomCreation = Static<typeof RoomCreation>

/** `PATCH /rooms/:roomId`, for owner and moderators. */
export const RoomChange = Type.Partial(Type.Omit(RoomCreation, ['kind']))
export type RoomChange = Static<typeof RoomChange>

/** Event `room:changed`. Sent to the room. */
export const RoomChanged = Type.Object({
  roomId: Id,
  name: Type.String(),
  topic: Type.String(),
  description: Type.String(),
  announcement: Type.Boolean(),
})
export type RoomChanged = Static<typeof RoomChanged>

/** `PATCH /rooms/:roomId/preferences`: what one person wants of a room. */
export const RoomPreferences = Type.Object({
  level: Type.Optional(NotificationLevel),
  favourite: Type.Optional(Favourite),
})
export type RoomPreferences = Static<typeof RoomPreferences>

/** Answer to `PATCH /rooms/:roomId/preferences`, and event `preferences:changed` to all of the person's devices. */
export const PreferencesChanged = Type.Object({ roomId: Id, level: NotificationLevel, favourite: Favourite })
export type PreferencesChanged = Static<typeof PreferencesChanged>

/** Event `room:added`: sent to the person who is now in it. */
export const RoomAdded = Type.Object({ room: Room })
export type RoomAdded = Static<typeof RoomAdded>

/** Event `room:removed`: sent to the person who is no longer in it. */
export const RoomRemoved = Type.Object({
  roomId: Id,
  reason: Type.Optional(
    Type.Union([
      Type.Literal('left'),
      Type.Literal('removed'),
      Type.Literal('banned'),
      Type.Literal('deleted'),
    ]),
  ),
  /** Who removed the person or deleted the room. */
  by: Type.Optional(Author),
})
export type RoomRemoved = Static<typeof RoomRemoved>

/** Somebody in a room. */
export const Member = Type.Object({ account: Account, role: MemberRole, joinedAt: Timestamp })
export type Member = Static<typeof Member>

/** Event `member:joined`. Sent to the room. */
export const MemberJoined = Type.Object({ roomId: Id, member: Member, memberCount: Type.Integer() })
export type MemberJoined = Static<typeof MemberJoined>

/** Event `member:left`. Sent to the room. */
export const MemberLeft = Type.Object({ roomId: Id, accountId: Id, memberCount: Type.Integer() })
export type MemberLeft = Static<typeof MemberLeft>

/** `PATCH /rooms/:roomId/members/:accountId`. Naming another owner hands the room over. */
export const MemberChange = Type.Object({ role: MemberRole })
export type MemberChange = Static<typeof MemberChange>

/** Event `member:changed`. Sent to the room. */
export const MemberChanged = Type.Object({ roomId: Id, accountId: Id, role: MemberRole })
export type MemberChanged = Static<typeof MemberChanged>

/** Somebody who may not come into a room. */
export const Ban = Type.Object({
  account: Account,
  by: Type.Union([Author, Type.Null()]),
  createdAt: Timestamp,
})
export type Ban = Static<typeof Ban>

/** `GET /rooms/:roomId/bans`, the latest first. */
export const BanList = Type.Object({ bans: Type.Array(Ban) })
export type BanList = Static<typeof BanList>

/** Event `bans:changed`: sent to the owner and the moderators of the room. */
export const BansChanged = Type.Object({ roomId: Id })
export type BansChanged = Static<typeof BansChanged>

/** `GET /rooms/:roomId/members`, in the order in which they came. */
export const MemberList = Type.Object({ members: Type.Array(Member) })
export type MemberList = Static<typeof MemberList>

/** A public room as anybody may see it, in it or not. */
export const PublicRoom = Type.Object({
  id: Id,
  name: Type.String(),
  topic: Type.String(),
  description: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  connectedCount: Type.Integer({ minimum: 0 }),
  isMember: Type.Boolean(),
})
export type PublicRoom = Static<typeof PublicRoom>

/** Most rooms in one answer to {@link BrowseQuery}. */
export const browseLimit = 100

/** `GET /rooms/browse`. */
export const BrowseQuery = Type.Object({
  /** A part of the name, the topic or the description. */
  query: Type.Optional(Type.String({ maxLength: 200 })),
  /** Where the page before ended. */
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: browseLimit })),
})
export type BrowseQuery = Static<typeof BrowseQuery>

/** Public rooms, the largest first, and where the next page begins; the last page has no `cursor`. */
export const PublicRoomList = Type.Object({
  rooms: Type.Array(PublicRoom),
  cursor: Type.Optional(Type.String()),
})
export type PublicRoomList = Static<typeof PublicRoomList>

/** `GET /accounts`: people, by id, with how they are now. */
export const AccountList = Type.Object({
  accounts: Type.Array(Account),
  presences: Type.Array(Presence),
  hasAfter: Type.Boolean(),
})
export type AccountList = Static<typeof AccountList>
