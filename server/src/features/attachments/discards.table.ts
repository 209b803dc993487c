import type { Knex } from 'knex'
import { isMysql } from '../../lib/dialect.ts'
import { select } from '../../lib/select.ts'

/** Notes keys of the storage that may be needed by nobody any more. */
export async function noteDiscards(trx: Knex, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const verb = isMysql(trx) ? 'INSERT IGNORE' : 'INSERT OR IGNORE'
  const values = keys.map(() => '(?, ?)').join(', ')
  await trx.raw(
    `${verb} INTO discards (storage_key, created_at) VALUES ${values}`,
    keys.flatMap(key => [key, Date.now()]),
  )
}

/**
 * Holds up everybody else who removes or notes this key, until the transaction ends. Returns whether it is noted: what is not was
 * seen to already.
 */
export async function lockDiscard(trx: Knex, key: string): Promise<boolean> {
  const row = await trx('discards').where({ storage_key: key }).forUpdate().first('storage_key')
  return row !== undefined
}

export async function deleteDiscard(trx: Knex, key: string): Promise<void> {
  await trx('discards').where({ storage_key: key }).delete()
}

/** Some of the keys that were noted before this time. */
export async function selectDiscards(db: Knex, before: number, count: number): Promise<string[]> {
  return db('discards')
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(count)
    .pluck('storage_key')
}

/**
 * Deletes the content under this key if no attachment has it. The reference of the database guards it: an attachment that is
 * being made of it is seen, or waits and finds that it is gone.
 */
export async function deleteUnusedContent(trx: Knex, key: string): Promise<void> {
  const [content] = await select<{ id: number }>(
    trx,
    `SELECT id FROM contents WHERE storage_key = ?${isMysql(trx) ? ' FOR UPDATE' : ''}`,
    [key],
  )
  if (!content) return
  const [used] = await select(
    trx,
    `SELECT 1 AS used FROM attachments WHERE content_id = ? LIMIT 1${isMysql(trx) ? ' LOCK IN SHARE MODE' : ''}`,
    [content.id],
  )
  if (!used) await trx('contents').where({ id: content.id }).delete()
}

const neededSql = `
  SELECT EXISTS(SELECT 1 FROM contents WHERE storage_key = ?) AS content,
    EXISTS(SELECT 1 FROM attachments WHERE thumbnail_key = ?) AS thumbnail,
    EXISTS(SELECT 1 FROM uploads WHERE storage_key = ?) AS upload`

/** Whether anything refers to what the storage has under this key. */
export async function isNeeded(db: Knex, key: string): Promise<boolean> {
  type Row = { content: number; thumbnail: number; upload: number }
  const [row] = await select<Row>(db, neededSql, [key, key, key])
  return row!.content + row!.thumbnail + row!.upload > 0
}
