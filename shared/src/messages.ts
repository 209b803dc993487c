import { type Static, Type } from 'typebox'
import { Author } from './accounts.ts'
import { ChatterError } from './errors.ts'
import { ClientId, Id, Rev, Seq, Timestamp } from './primitives.ts'

export const messageLimits = {
  /** Longest body, in characters (code points). */
  body: 20_000,
  /** Most messages in one page of history or changes. */
  page: 500,
  defaultPage: 50,
  /** A gap of more changes than this answers a catch-up with the newest page instead. */
  catchUp: 1_000,
} as const

/** A post is written by a person; a notice ("Grace joined") is written by the server about one. */
export const MessageKind = Type.Union([Type.Literal('post'), Type.Literal('notice')])
export type MessageKind = Static<typeof MessageKind>

/** What a notice tells. Its author is the person that it is about. */
export const Notice = Type.Object({ type: Type.Union([Type.Literal('joined'), Type.Literal('left')]) })
export type Notice = Static<typeof Notice>

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
  /** Empty for notices and for deleted messages. */
  body: Type.String(),
  notice: Type.Optional(Notice),
  createdAt: Timestamp,
  editedAt: Type.Optional(Timestamp),
  deletedAt: Type.Optional(Timestamp),
})
export type Message = Static<typeof Message>

/** Call `message:post`. Sending the same `clientId` again answers with the first result. */
export const PostMessage = Type.Object({
  roomId: Id,
  clientId: ClientId,
  /** Checked by {@link parseBody}; this bound only keeps requests small. */
  body: Type.String({ maxLength: 65_536 }),
})
export type PostMessage = Static<typeof PostMessage>

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
 * @throws ChatterError `message_empty`, or `message_too_long` above 20,000 characters
 */
export function parseBody(input: string): string {
  const body = (isPlain.test(input) ? input : toCanonical(input)).trimEnd()
  if (body.trim() === '') throw new ChatterError('message_empty', 'The message is empty.', { field: 'body' })
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
  return text.replace(/\r\n?/g, '\n').replaceAll('\u0000', '').toWellFormed().normalize('NFC')
}

/** Length of a body in code points, the unit of {@link messageLimits}. */
export function bodyLength(body: string): number {
  let length = 0
  for (const _ of body) length++
  return length
}
