import { type Static, Type } from 'typebox'
import { Author } from './accounts.ts'
import { ChatterError } from './errors.ts'
import { ClientId, Seq, Timestamp } from './primitives.ts'

export const attachmentLimits = {
  /** Longest name, in characters (code points). */
  name: 255,
  /** Most attachments of one post. */
  perPost: 20,
  /** Largest thumbnail, in bytes, and its longest edge, in pixels. */
  thumbnail: 256 * 1024,
  thumbnailEdge: 640,
  /** Largest width or height that a picture says it has, in pixels. */
  edge: 100_000,
  defaultPage: 50,
  page: 200,
} as const

/** A UUID, made by the server. The same one names the upload while its bytes are on their way. */
export const AttachmentId = ClientId

/** SHA-256 of the bytes, 64 hexadecimal digits in lower case. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** What the sender's app knows of a picture or a recording; nobody else ever reads the bytes to find out. */
const Look = {
  /** In pixels, as it is shown: a photograph is turned already. */
  width: Type.Optional(Type.Integer({ minimum: 1, maximum: attachmentLimits.edge })),
  height: Type.Optional(Type.Integer({ minimum: 1, maximum: attachmentLimits.edge })),
  /** Of video and audio, in seconds. */
  duration: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
}

/** A file that belongs to a post, or will. Its bytes are asked for by its id. */
export const Attachment = Type.Object({
  id: AttachmentId,
  /** In NFC, without control characters; never a path. */
  name: Type.String({ minLength: 1, maxLength: 2 * attachmentLimits.name }),
  /** In bytes. */
  size: Type.Integer({ minimum: 0 }),
  /** Media type in lower case, without parameters, as the sender's app told it. */
  type: Type.String({ minLength: 1, maxLength: 127 }),
  sha256: Sha256,
  ...Look,
  /** A small picture of it can be asked for. */
  hasThumbnail: Type.Optional(Type.Literal(true)),
  /** It went from person to person: the server has none of its bytes. */
  isDirect: Type.Optional(Type.Literal(true)),
  /** In a direct room: when the other person's app had the whole file. */
  receivedAt: Type.Optional(Timestamp),
})
export type Attachment = Static<typeof Attachment>

/** `POST /rooms/:roomId/attachments`, and what a finished upload answers. */
export const NewAttachment = Type.Object({ attachment: Attachment })
export type NewAttachment = Static<typeof NewAttachment>

/** `GET /uploads/limits`: what this person may upload now. */
export const UploadLimits = Type.Object({
  /** Largest file, in bytes. */
  size: Type.Integer({ minimum: 0 }),
  /** Media types that are refused, such as `application/x-msdownload` or `video/*`. */
  forbiddenTypes: Type.Array(Type.String()),
  /** Endings of names that are refused, such as `exe`, in lower case. */
  forbiddenEndings: Type.Array(Type.String()),
  /** Bytes until the person's or the server's quota is used up, whichever is less; absent without a quota. */
  left: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Whose quota leaves so little; absent without a quota. */
  leftOf: Type.Optional(Type.Union([Type.Literal('person'), Type.Literal('server')])),
})
export type UploadLimits = Static<typeof UploadLimits>

/** What is told of a file before its bytes. A tus upload carries the same in `Upload-Metadata`, the room with it. */
export const Declaration = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 4_096 }),
  type: Type.String({ maxLength: 255 }),
  size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  sha256: Sha256,
  ...Look,
})
export type Declaration = Static<typeof Declaration>

/**
 * `POST /rooms/:roomId/attachments/claims`: has the server these bytes already, where this person may read them? Then it asks for
 * a proof that the person has them, too. `claim` is null in all other cases, alike.
 */
export const Claim = Type.Object({
  claim: Type.Union([
    Type.Null(),
    Type.Object({
      id: AttachmentId,
      nonce: Sha256,
      /** Stretches of the content, `end` not included. */
      ranges: Type.Array(
        Type.Object({ start: Type.Integer({ minimum: 0 }), end: Type.Integer({ minimum: 0 }) }),
      ),
    }),
  ]),
})
export type Claim = Static<typeof Claim>

/** `PUT /attachments/claims/:id`: SHA-256 of the nonce's 32 bytes followed by the bytes of each range, in order. */
export const ClaimProof = Type.Object({ proof: Sha256 })
export type ClaimProof = Static<typeof ClaimProof>

/** How the files of a room are told apart in its panel. */
export const FileKind = Type.Union([
  Type.Literal('image'),
  Type.Literal('video'),
  Type.Literal('audio'),
  Type.Literal('document'),
  Type.Literal('other'),
])
export type FileKind = Static<typeof FileKind>

/** An attachment, and the post it came with. */
export const RoomFile = Type.Object({
  attachment: Attachment,
  seq: Seq,
  author: Author,
  createdAt: Timestamp,
})
export type RoomFile = Static<typeof RoomFile>

/** `GET /rooms/:roomId/files`: newest first. */
export const RoomFilesQuery = Type.Object({
  kind: Type.Optional(FileKind),
  /** A part of the name. */
  query: Type.Optional(Type.String({ maxLength: 255 })),
  cursor: Type.Optional(Type.String({ maxLength: 64 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: attachmentLimits.page })),
})
export type RoomFilesQuery = Static<typeof RoomFilesQuery>

export const RoomFiles = Type.Object({
  files: Type.Array(RoomFile),
  cursor: Type.Union([Type.String(), Type.Null()]),
})
export type RoomFiles = Static<typeof RoomFiles>

/** In the order in which they are shown, each once. */
export const AttachmentIds = Type.Array(AttachmentId, { maxItems: attachmentLimits.perPost })

/** Endings that say more than the media type which systems give such files. */
const documentEndings =
  /\.(pdf|docx?|xlsx?|pptx?|od[tspg]|hwpx?|rtf|txt|md|csv|tsv|json|ya?ml|epub|pages|key|numbers)$/i

export function fileKindOf({ name, type }: Pick<Attachment, 'name' | 'type'>): FileKind {
  const [main] = type.split('/')
  if (main === 'image' || main === 'video' || main === 'audio') return main
  return main === 'text' || type === 'application/pdf' || documentEndings.test(name) ? 'document' : 'other'
}

/**
 * Returns a file's name as it will be stored: the last part of what may be a path, in NFC, without control characters, marks
 * that turn the direction of text, and characters or names that a system of the readers refuses.
 * @throws ChatterError `invalid_input` when nothing is left or it is longer than 255 characters
 */
export function parseFileName(input: string): string {
  const last = input.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .replace(unprintable, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/[. ]+$/, '')
  const clean = deviceName.test(plain) ? `_${plain}` : plain
  if (clean === '') throw new ChatterError('invalid_input', 'The file has no name.', { field: 'name' })
  if ([...clean].length > attachmentLimits.name)
    throw new ChatterError('invalid_input', 'The name of the file is longer than 255 characters.', {
      field: 'name',
    })
  return clean
}

/** Control and format characters: among them those that make `exe.gpj` read as `jpg.exe`. The joiner of emoji stays. */
const unprintable = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u200b]/gu

/** Names that Windows takes for devices, whatever their ending. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i

/** Returns a media type in lower case without parameters; what is none becomes `application/octet-stream`. */
export function parseMediaType(input: string): string {
  const type = input.split(';')[0]!.trim().toLowerCase()
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/.test(type)
    ? type
    : 'application/octet-stream'
}

/** For which of the forbidden endings (`.exe`) or types (`video/*`) a declared file is refused; undefined when for none. */
export function forbiddenBy(
  { name, type }: Pick<Attachment, 'name' | 'type'>,
  { forbiddenTypes, forbiddenEndings }: Pick<UploadLimits, 'forbiddenTypes' | 'forbiddenEndings'>,
): string | undefined {
  const ending = /\.([^.]+)$/.exec(name.toLowerCase())?.[1]
  if (ending !== undefined && forbiddenEndings.includes(ending)) return `.${ending}`
  return forbiddenTypes.find(one => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one))
}
