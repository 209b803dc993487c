import { type Static, Type } from 'typebox'
import { Author } from './accounts.ts'
import { Attachment, AttachmentIds } from './attachments.ts'
import { toNfc } from './canonical.ts'
import { ChatterError } from './errors.ts'
import { ClientId, Id, Rev, Seq, Timestamp } from './primitives.ts'
import { Reaction } from './reactions.ts'

export const messageLimits = {
  /** Longest body, in characters (code points). */
  body: 20_000,
  /** Most messages in one page of history or changes. */
  page: 500,
  defaultPage: 50,
  /** A gap of more changes than this answers a catch-up with the newest page instead. */
  catchUp: 1_000,
  /** Longest excerpt of a quoted message, in characters. */
  excerpt: 200,
} as const

/** A post is written by a person; a notice ("Grace joined") is written by the server about one. */
export const MessageKind = Type.Union([Type.Literal('post'), Type.Literal('notice')])
export type MessageKind = Static<typeof MessageKind>

/** What a notice tells. Its author is the person that it is about, or who changed the room. */
export const Notice = Type.Object({
  type: Type.Union([
    Type.Literal('joined'),
    Type.Literal('left'),
    Type.Literal('removed'),
    Type.Literal('renamed'),
    Type.Literal('topic_changed'),
  ]),
  /** The room's new name or topic. */
  text: Type.Optional(Type.String()),
})
export type Notice = Static<typeof Notice>

/** The message that another one replies to, as it is now. The excerpt is empty when it was deleted. */
export const Quote = Type.Object({
  seq: Seq,
  author: Author,
  excerpt: Type.String(),
  isDeleted: Type.Optional(Type.Literal(true)),
})
export type Quote = Static<typeof Quote>

/** Somebody whom a post mentions with `@username`. They were in the room when it was written. */
export const Mention = Type.Object({ id: Id, username: Type.String() })
export type Mention = Static<typeof Mention>

/** A message as everybody in the room sees it. Its address is (roomId, seq). */
export const Message = Type.Object({
  roomId: Id,
  seq: Seq,
  /** The room's change count at the last change of this message. */
  rev: Rev,
  /** Null for notices, which no client wrote. */
  clientId: Type.Union([ClientId, Type.Null()]),
  kind: MessageKind,
  author: Author,
  /** Empty for notices, for deleted messages, and where there are only attachments. */
  body: Type.String(),
  notice: Type.Optional(Notice),
  createdAt: Timestamp,
  editedAt: Type.Optional(Timestamp),
  deletedAt: Type.Optional(Timestamp),
  replyTo: Type.Optional(Quote),
  mentions: Type.Optional(Type.Array(Mention)),
  /** It mentions everybody in the room with `@room`. */
  mentionsRoom: Type.Optional(Type.Literal(true)),
  /** In the order in which each emoji first came. */
  reactions: Type.Optional(Type.Array(Reaction)),
  pinned: Type.Optional(Type.Object({ by: Author, at: Timestamp })),
  /** Who wrote it first, and when, where it was forwarded from another room. */
  forwarded: Type.Optional(Type.Object({ author: Author, createdAt: Timestamp })),
  /** In the order in which its author put them. */
  attachments: Type.Optional(Type.Array(Attachment)),
})
export type Message = Static<typeof Message>

/** Checked by {@link parseBody}; this bound only keeps requests small. */
const Body = Type.String({ maxLength: 65_536 })

/** Call `message:post`. Sending the same `clientId` again answers with the first result. */
export const PostMessage = Type.Object({
  roomId: Id,
  clientId: ClientId,
  body: Body,
  /** The message of the same room that this one replies to. */
  replyTo: Type.Optional(Seq),
  /** A message that the author can read, whose words the server then takes as the body. */
  forwards: Type.Optional(Type.Object({ roomId: Id, seq: Seq })),
  /** What the author uploaded to this room and did not post yet. The body may be empty then. */
  attachmentIds: Type.Optional(AttachmentIds),
})
export type PostMessage = Static<typeof PostMessage>

/** Call `message:edit`, for the author's own posts. */
export const EditMessage = Type.Object({ roomId: Id, seq: Seq, body: Body })
export type EditMessage = Static<typeof EditMessage>

/** Call `message:delete`, for one's own posts and, for moderators, those of others. */
export const DeleteMessage = Type.Object({ roomId: Id, seq: Seq })
export type DeleteMessage = Static<typeof DeleteMessage>

/** `GET /rooms/:roomId/messages/:seq/edits`: every form that a post has had, oldest first; the last is how it reads now. */
export const EditList = Type.Object({
  edits: Type.Array(Type.Object({ body: Type.String(), writtenAt: Timestamp })),
})
export type EditList = Static<typeof EditList>

/** `GET /rooms/:roomId/pins`: pinned messages, the one that was pinned last first. */
export const PinList = Type.Object({ messages: Type.Array(Message) })
export type PinList = Static<typeof PinList>

/** Events `messages:posted` and `messages:changed`: one per room and commit group, in order of `rev`. */
export const RoomMessages = Type.Object({ roomId: Id, messages: Type.Array(Message) })
export type RoomMessages = Static<typeof RoomMessages>

/** `GET /rooms/:roomId/messages`: oldest first. */
export const MessagePage = Type.Object({
  messages: Type.Array(Message),
  hasBefore: Type.Boolean(),
  hasAfter: Type.Boolean(),
})
export type MessagePage = Static<typeof MessagePage>

/**
 * `GET /rooms/:roomId/changes`: messages changed after `sinceRev`, in order of `rev`. `rev` is how far this page
 * carries; ask again from there while it is below `roomRev`. With `reset` the gap was too long: forget what is cached,
 * the messages are the newest page, oldest first.
 */
export const ChangePage = Type.Object({
  messages: Type.Array(Message),
  rev: Rev,
  roomRev: Rev,
  reset: Type.Boolean(),
})
export type ChangePage = Static<typeof ChangePage>

/**
 * Returns the body as it will be stored: NFC, line ends as `\n`, without white space at the end.
 * @param mayBeEmpty where attachments say enough
 * @throws ChatterError `message_empty`, or `message_too_long` above 20,000 characters
 */
export function parseBody(input: string, mayBeEmpty = false): string {
  const body = (isPlain.test(input) ? input : toCanonical(input)).trimEnd()
  if (body.trim() === '') {
    if (mayBeEmpty) return ''
    throw new ChatterError('message_empty', 'The message is empty.', { field: 'body' })
  }
  // No text has more characters than code units, so few are ever counted.
  if (body.length > messageLimits.body && bodyLength(body) > messageLimits.body)
    throw new ChatterError('message_too_long', 'The message is longer than 20,000 characters.', {
      field: 'body',
    })
  return body
}

/** Printable ASCII is canonical as it is, and seen to be so in a fraction of the time. */
const isPlain = /^[\t\n\x20-\x7e]*$/

function toCanonical(text: string): string {
  return toNfc(text.replace(/\r\n?/g, '\n').replaceAll('\u0000', '').toWellFormed())
}

/** What a message says in a few words: its own or, where it has only files, their names. */
export function gistOf({ body, attachments = [] }: Pick<Message, 'body' | 'attachments'>): string {
  return body || attachments.map(({ name }) => name).join(', ')
}

/** Length of a body in code points, the unit of {@link messageLimits}. */
export function bodyLength(body: string): number {
  let length = 0
  for (const _ of body) length++
  return length
}
