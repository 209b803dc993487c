import { type Static, Type } from 'typebox'
import { Account } from './accounts.ts'
import { Message } from './messages.ts'
import { Presence } from './presence.ts'
import { Id, Rev, Seq, Timestamp } from './primitives.ts'

export const roomNameLimits = { min: 1, max: 64 } as const

export const RoomKind = Type.Union([Type.Literal('public'), Type.Literal('private'), Type.Literal('direct')])
export type RoomKind = Static<typeof RoomKind>

export const MemberRole = Type.Union([
  Type.Literal('owner'),
  Type.Literal('moderator'),
  Type.Literal('member'),
])
export type MemberRole = Static<typeof MemberRole>

/** A room as one of its members sees it. */
export const Room = Type.Object({
  id: Id,
  kind: RoomKind,
  /** The public room that every account is in. */
  lobby: Type.Boolean(),
  /** Empty for a direct room, which is called by its peer. */
  name: Type.String(),
  topic: Type.String(),
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
})
export type RoomCreation = Static<typeof RoomCreation>

/** Event `room:added`: sent to the person who is now in it. */
export const RoomAdded = Type.Object({ room: Room })
export type RoomAdded = Static<typeof RoomAdded>

/** Event `room:removed`: sent to the person who is no longer in it. */
export const RoomRemoved = Type.Object({ roomId: Id })
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

/** `GET /rooms/:roomId/members`, in the order in which they came. */
export const MemberList = Type.Object({ members: Type.Array(Member) })
export type MemberList = Static<typeof MemberList>

/** A public room as anybody may see it, in it or not. */
export const PublicRoom = Type.Object({
  id: Id,
  name: Type.String(),
  topic: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  connectedCount: Type.Integer({ minimum: 0 }),
  isMember: Type.Boolean(),
})
export type PublicRoom = Static<typeof PublicRoom>

/** `GET /rooms/browse`: the largest first. */
export const PublicRoomList = Type.Object({ rooms: Type.Array(PublicRoom) })
export type PublicRoomList = Static<typeof PublicRoomList>

/** `GET /accounts`: people, by id, with how they are now. */
export const AccountList = Type.Object({
  accounts: Type.Array(Account),
  presences: Type.Array(Presence),
  hasAfter: Type.Boolean(),
})
export type AccountList = Static<typeof AccountList>
