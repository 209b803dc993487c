import { type Attachment, type FileKind, fileKindOf } from '@chatter/shared/attachments.ts'
import type { RoomKind } from '@chatter/shared/rooms.ts'
import { foldText } from '@chatter/shared/search.match.ts'
import type { Knex } from 'knex'
import { type AttachmentRow, attachmentColumns, toAttachment } from '../../lib/attachments.row.ts'
import { isMysql } from '../../lib/dialect.ts'
import { columnList, select } from '../../lib/select.ts'
import { uuidToBytes } from '../../lib/uuid.ts'
import { noteDiscards } from './discards.table.ts'

/** A file of somebody in a room, that no post has yet. */
export type NewFile = Pick<
  Attachment,
  'id' | 'name' | 'type' | 'size' | 'sha256' | 'width' | 'height' | 'duration'
> & { roomId: number; accountId: number }

export async function insertAttachment(
  trx: Knex,
  file: NewFile,
  contentId: number | null,
): Promise<Attachment> {
  const { id, name, type, size, sha256, width, height, duration, roomId, accountId } = file
  const kind: FileKind = fileKindOf(file)
  await trx('attachments').insert({
    id: uuidToBytes(id),
    room_id: roomId,
    account_id: accountId,
    name,
    name_key: foldText(name),
    type,
    kind,
    size,
    sha256,
    content_id: contentId,
    brought_by: accountId,
    width: width ?? null,
    height: height ?? null,
    duration: duration ?? null,
    created_at: Date.now(),
  })
  return toAttachment({
    attachment_id: uuidToBytes(id),
    attachment_name: name,
    attachment_type: type,
    attachment_size: size,
    attachment_sha256: sha256,
    attachment_content_id: contentId,
    attachment_width: width ?? null,
    attachment_height: height ?? null,
    attachment_duration: duration ?? null,
    attachment_thumbnail_key: null,
    attachment_received_at: null,
  })
}

/**
 * The content with these bytes, made when there is none. It stays until the transaction ends, whoever lets go of it meanwhile.
 * Returns also under which key the storage has it: that of the first who brought it.
 */
export async function obtainContent(
  trx: Knex,
  { sha256, size, key }: { sha256: string; size: number; key: string },
): Promise<{ id: number; key: string }> {
  const mysql = isMysql(trx)
  await trx.raw(
    `INSERT ${mysql ? '' : 'OR '}IGNORE INTO contents (sha256, size, storage_key, created_at) VALUES (?, ?, ?, ?)`,
    [sha256, size, key, Date.now()],
  )
  const sql = `SELECT id, storage_key FROM contents WHERE sha256 = ?${mysql ? ' LOCK IN SHARE MODE' : ''}`
  const [row] = await select<{ id: number; storage_key: string }>(trx, sql, [sha256])
  return { id: row!.id, key: row!.storage_key }
}

/** An attachment as those see it who may: where it stands, and where its bytes are. */
export type FoundAttachment = {
  attachment: Attachment
  roomId: number
  accountId: number
  /** Null until it is posted. */
  seq: number | null
  /** Null where it went from person to person. */
  storageKey: string | null
  thumbnail: { key: string; type: string } | null
}

type FoundRow = AttachmentRow & {
  room_id: number
  account_id: number
  message_seq: number | null
  storage_key: string | null
  thumbnail_type: string | null
}

/** Whoever is in its room may read it once it is posted, and its uploader before. */
export const accessSql = `
  SELECT ${columnList(attachmentColumns)}, attachments.room_id, attachments.account_id, attachments.message_seq,
    attachments.thumbnail_type, contents.storage_key
  FROM attachments
  JOIN members ON members.room_id = attachments.room_id AND members.account_id = ?
  LEFT JOIN contents ON contents.id = attachments.content_id
  WHERE attachments.id = ? AND (attachments.message_seq IS NOT NULL OR attachments.account_id = members.account_id)`

export async function findAccessible(
  db: Knex,
  accountId: number,
  id: string,
): Promise<FoundAttachment | undefined> {
  const [row] = await select<FoundRow>(db, accessSql, [accountId, uuidToBytes(id)])
  return (
    row && {
      attachment: toAttachment(row),
      roomId: row.room_id,
      accountId: row.account_id,
      seq: row.message_seq,
      storageKey: row.storage_key,
      thumbnail: row.attachment_thumbnail_key
        ? { key: row.attachment_thumbnail_key, type: row.thumbnail_type! }
        : null,
    }
  )
}

/** A small picture, under its key in the storage. */
export type Thumbnail = {
  key: string
  type: string
  /** In bytes. */
  size: number
}

/**
 * Of what somebody has not posted yet, the small picture, of which there may be none. Nobody else posts, removes or changes it
 * until the transaction ends. Undefined when there is no such attachment.
 */
export async function lockUnposted(
  trx: Knex,
  id: string,
  accountId: number,
): Promise<(Pick<Thumbnail, 'size'> & { key: string | null }) | undefined> {
  type Row = { thumbnail_key: string | null; thumbnail_size: number | null }
  const row: Row | undefined = await trx('attachments')
    .where({ id: uuidToBytes(id), account_id: accountId })
    .whereNull('message_seq')
    .forUpdate()
    .first('thumbnail_key', 'thumbnail_size')
  return row && { key: row.thumbnail_key, size: row.thumbnail_size ?? 0 }
}

export async function updateThumbnail(trx: Knex, id: string, { key, type, size }: Thumbnail): Promise<void> {
  await trx('attachments')
    .where({ id: uuidToBytes(id) })
    .update({ thumbnail_key: key, thumbnail_type: type, thumbnail_size: size })
}

export async function updateReceipt(trx: Knex, id: string, receivedAt: number): Promise<void> {
  await trx('attachments')
    .where({ id: uuidToBytes(id) })
    .update({ received_at: receivedAt })
}

/** Which attachments go. */
type Going = { condition: string; bindings: (string | number | Uint8Array)[] }

/** Deletes what somebody uploaded and did not post. */
export function deleteUnposted(trx: Knex, id: string, accountId: number): Promise<string[] | undefined> {
  const condition = 'id = ? AND account_id = ? AND message_seq IS NULL'
  return deleteAttachments(trx, { condition, bindings: [uuidToBytes(id), accountId] })
}

/** Deletes the attachments of a post. */
export function deleteOfMessage(trx: Knex, roomId: number, seq: number): Promise<string[] | undefined> {
  return deleteAttachments(trx, { condition: 'room_id = ? AND message_seq = ?', bindings: [roomId, seq] })
}

/** Deletes some attachments of a room. */
export function deleteNextOfRoom(trx: Knex, roomId: number, count: number): Promise<string[] | undefined> {
  return deleteAttachments(trx, { condition: 'room_id = ? LIMIT ?', bindings: [roomId, count] })
}

/** Deletes some of what was uploaded before this time and never posted. */
export function deleteForgotten(trx: Knex, before: number, count: number): Promise<string[] | undefined> {
  return deleteAttachments(trx, {
    condition: 'message_seq IS NULL AND created_at < ? LIMIT ?',
    bindings: [before, count],
  })
}

type GoingRow = { id: Uint8Array; thumbnail_key: string | null; storage_key: string | null }

/**
 * Deletes attachments, and notes what the storage has of them. Returns the keys; undefined when there were no such
 * attachments. They are locked first: who posts one of them at this moment was either before, or comes too late.
 */
async function deleteAttachments(trx: Knex, { condition, bindings }: Going): Promise<string[] | undefined> {
  const lock = isMysql(trx) ? ' FOR UPDATE' : ''
  const rows = await select<GoingRow>(
    trx,
    `SELECT attachments.id, attachments.thumbnail_key,
       (SELECT storage_key FROM contents WHERE contents.id = attachments.content_id) AS storage_key
     FROM attachments WHERE ${condition}${lock}`,
    bindings,
  )
  if (rows.length === 0) return undefined
  const keys = rows.flatMap(row => [row.storage_key, row.thumbnail_key]).filter(key => key !== null)
  await noteDiscards(trx, keys)
  await trx('attachments')
    .whereIn(
      'id',
      rows.map(({ id }) => Buffer.from(id)),
    )
    .delete()
  return keys
}

/** Of which kind a room is that the person is in; undefined for every other. */
export async function findRoomKind(
  db: Knex,
  accountId: number,
  roomId: number,
): Promise<RoomKind | undefined> {
  const [row] = await select<{ kind: RoomKind }>(
    db,
    `SELECT rooms.kind FROM members JOIN rooms ON rooms.id = members.room_id
     WHERE members.room_id = ? AND members.account_id = ?`,
    [roomId, accountId],
  )
  return row?.kind
}
