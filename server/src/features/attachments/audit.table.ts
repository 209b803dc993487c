import type { Knex } from 'knex'
import { select } from '../../lib/select.ts'
import { bytesToUuid, uuidToBytes } from '../../lib/uuid.ts'

/** Bytes that the database believes to be in the storage. */
export type Expected = { id: number; key: string; size: number; sha256: string; isUsed: boolean }

/** The next contents, by identity. */
export async function selectContents(db: Knex, after: number, count: number): Promise<Expected[]> {
  type Row = { id: number; storage_key: string; size: number; sha256: string; used: number }
  const rows = await select<Row>(
    db,
    `SELECT id, storage_key, size, sha256,
       EXISTS(SELECT 1 FROM attachments WHERE attachments.content_id = contents.id) AS used
     FROM contents WHERE id > ? ORDER BY id LIMIT ?`,
    [after, count],
  )
  return rows.map(({ id, storage_key, size, sha256, used }) => {
    return { id, key: storage_key, size, sha256, isUsed: used === 1 }
  })
}

/** A small picture that the database believes to be in the storage. Of old ones it does not know the size. */
export type ExpectedThumbnail = { key: string; size: number | null; type: string }

/** The next thumbnails, in the order of their keys: each once, whatever has it. */
export async function selectThumbnails(db: Knex, after: string, count: number): Promise<ExpectedThumbnail[]> {
  return select<ExpectedThumbnail>(
    db,
    `SELECT thumbnail_key AS "key", MAX(thumbnail_size) AS size, MAX(thumbnail_type) AS type
     FROM attachments WHERE thumbnail_key > ? GROUP BY thumbnail_key ORDER BY thumbnail_key LIMIT ?`,
    [after, count],
  )
}

/** Keys of what is on its way to be a file, or on its way out. */
export async function selectPassing(db: Knex): Promise<string[]> {
  const uploads: string[] = await db('uploads').pluck('storage_key')
  return uploads.concat(await db('discards').pluck('storage_key'))
}

/** An attachment, and the post that has it. */
export type Holder = { id: string; roomId: number; seq: number | null; thumbnailKey: string | null }

/** Every attachment that has a content, or a thumbnail. */
export async function selectHolders(
  db: Knex,
  column: 'content_id' | 'thumbnail_key',
  value: number | string,
): Promise<Holder[]> {
  type Row = { id: Uint8Array; room_id: number; message_seq: number | null; thumbnail_key: string | null }
  const rows: Row[] = await db('attachments')
    .where(column, value)
    .select('id', 'room_id', 'message_seq', 'thumbnail_key')
  return rows.map(({ id, room_id, message_seq, thumbnail_key }) => {
    return { id: bytesToUuid(id), roomId: room_id, seq: message_seq, thumbnailKey: thumbnail_key }
  })
}

export async function deleteById(trx: Knex, id: string): Promise<void> {
  await trx('attachments')
    .where({ id: uuidToBytes(id) })
    .delete()
}

export async function clearThumbnail(trx: Knex, id: string): Promise<void> {
  await trx('attachments')
    .where({ id: uuidToBytes(id) })
    .update({ thumbnail_key: null, thumbnail_type: null, thumbnail_size: null })
}
