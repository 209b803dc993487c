import type { Declaration } from '@chatter/shared/attachments.ts'
import type { Knex } from 'knex'
import { select } from '../../lib/select.ts'
import { bytesToUuid, uuidToBytes } from '../../lib/uuid.ts'

/** Bytes on their way: what was told of them, and under which key the storage gathers them. */
export type Upload = Omit<Declaration, 'sha256'> & {
  id: string
  /** Null when the room has gone meanwhile. */
  roomId: number | null
  accountId: number
  /** Null when the sender did not know yet. */
  sha256: string | null
  key: string
  /** When bytes last came. */
  touchedAt: number
}

type UploadRow = {
  id: Uint8Array
  room_id: number | null
  account_id: number
  name: string
  type: string
  size: number
  sha256: string | null
  width: number | null
  height: number | null
  duration: number | null
  storage_key: string
  touched_at: number
}

export async function insertUpload(db: Knex, upload: Upload): Promise<void> {
  await db('uploads').insert({
    id: uuidToBytes(upload.id),
    room_id: upload.roomId,
    account_id: upload.accountId,
    name: upload.name,
    type: upload.type,
    size: upload.size,
    sha256: upload.sha256,
    width: upload.width ?? null,
    height: upload.height ?? null,
    duration: upload.duration ?? null,
    storage_key: upload.key,
    created_at: upload.touchedAt,
    touched_at: upload.touchedAt,
  })
}

/** Somebody's own upload. */
export async function findUpload(db: Knex, accountId: number, id: string): Promise<Upload | undefined> {
  const row: UploadRow | undefined = await db('uploads')
    .where({ id: uuidToBytes(id), account_id: accountId })
    .first()
  return row && toUpload(row)
}

export async function touchUpload(db: Knex, id: string, touchedAt: number): Promise<void> {
  await db('uploads')
    .where({ id: uuidToBytes(id) })
    .update({ touched_at: touchedAt })
}

/** Returns whether it was still there: of those who end an upload at the same time, one does. */
export async function deleteUpload(trx: Knex, id: string): Promise<boolean> {
  const count: number = await trx('uploads')
    .where({ id: uuidToBytes(id) })
    .delete()
  return count > 0
}

/** Some of those that nothing came for since this time, or whose room has gone. */
export async function selectAbandoned(db: Knex, before: number, count: number): Promise<Upload[]> {
  const rows: UploadRow[] = await db('uploads').where('touched_at', '<', before).limit(count)
  const homeless: UploadRow[] = await db('uploads').whereNull('room_id').limit(count)
  return [...rows, ...homeless].map(toUpload)
}

function toUpload(row: UploadRow): Upload {
  return {
    id: bytesToUuid(row.id),
    roomId: row.room_id,
    accountId: row.account_id,
    name: row.name,
    type: row.type,
    size: row.size,
    sha256: row.sha256,
    ...(row.width !== null && { width: row.width }),
    ...(row.height !== null && { height: row.height }),
    ...(row.duration !== null && { duration: row.duration }),
    key: row.storage_key,
    touchedAt: row.touched_at,
  }
}

/** A copy counts to who forwards what they brought themselves: otherwise they could delete the original, and bring more. */
const broughtSql = 'FROM attachments WHERE account_id = ? AND brought_by = account_id'

const takenByPersonSql = `
  SELECT COALESCE((SELECT SUM(size) FROM (
      SELECT DISTINCT content_id, size ${broughtSql} AND content_id IS NOT NULL) AS files), 0)
    + COALESCE((SELECT SUM(size) FROM (
      SELECT DISTINCT thumbnail_key, thumbnail_size AS size ${broughtSql} AND thumbnail_key IS NOT NULL) AS pictures), 0)
    + COALESCE((SELECT SUM(size) FROM uploads WHERE account_id = ?), 0) AS taken`

/** Bytes that a person brought, each content and small picture once while files of theirs have it, and of what is on its way. */
export async function sumOfPerson(db: Knex, accountId: number): Promise<number> {
  const bindings = [accountId, accountId, accountId]
  const [row] = await select<{ taken: number | string }>(db, takenByPersonSql, bindings)
  return Number(row!.taken)
}

const takenSql = `
  SELECT COALESCE((SELECT SUM(size) FROM contents), 0)
    + COALESCE((SELECT SUM(size) FROM (
      SELECT MAX(thumbnail_size) AS size FROM attachments
      WHERE thumbnail_key IS NOT NULL GROUP BY thumbnail_key) AS pictures), 0)
    + COALESCE((SELECT SUM(size) FROM uploads), 0) AS taken`

/** Bytes of everything that is stored, and of what is on its way. */
export async function sumOfServer(db: Knex): Promise<number> {
  const [row] = await select<{ taken: number | string }>(db, takenSql, [])
  return Number(row!.taken)
}

/** Holds up everybody else who asks what a person may still upload, until the transaction ends. */
export async function lockPerson(trx: Knex, accountId: number): Promise<void> {
  await trx('accounts').where({ id: accountId }).forUpdate().first('id')
}

/** The same for the whole server: its first account stands for it. */
export async function lockServer(trx: Knex): Promise<void> {
  await trx('accounts').orderBy('id').forUpdate().first('id')
}
