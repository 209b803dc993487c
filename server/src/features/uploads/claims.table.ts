import type { Declaration } from '@chatter/shared/attachments.ts'
import type { Knex } from 'knex'
import { isMysql } from '../../lib/dialect.ts'
import { select } from '../../lib/select.ts'

type Bytes = Pick<Declaration, 'sha256' | 'size'>

/** What somebody may read: files of posts in rooms that they are in, and their own that are not posted. */
export const readableSql = `
  SELECT contents.id, contents.storage_key
  FROM contents
  JOIN attachments ON attachments.content_id = contents.id
  JOIN members ON members.room_id = attachments.room_id AND members.account_id = ?
  WHERE contents.sha256 = ? AND contents.size = ?
    AND (attachments.message_seq IS NOT NULL OR attachments.account_id = members.account_id)
  LIMIT 1`

type Row = { id: number; storage_key: string }

/** Under which key the storage has these bytes, when this person may read them. */
export async function findReadableContent(
  db: Knex,
  accountId: number,
  { sha256, size }: Bytes,
): Promise<string | undefined> {
  const [row] = await select<Row>(db, readableSql, [accountId, sha256, size])
  return row?.storage_key
}

/** The content with these bytes, when this person may read it. It stays until the transaction ends. */
export async function lockReadableContent(
  trx: Knex,
  accountId: number,
  { sha256, size }: Bytes,
): Promise<number | undefined> {
  const lock = isMysql(trx) ? ' LOCK IN SHARE MODE' : ''
  const [row] = await select<Row>(trx, `${readableSql}${lock}`, [accountId, sha256, size])
  return row?.id
}

/** Whether a file of this person that they brought themselves has this content. */
export async function hasBrought(trx: Knex, accountId: number, contentId: number): Promise<boolean> {
  const own = { content_id: contentId, account_id: accountId, brought_by: accountId }
  return (await trx('attachments').where(own).first('id')) !== undefined
}
