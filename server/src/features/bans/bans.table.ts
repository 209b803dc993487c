import type { Ban } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import { type AccountRow, accountColumns, toAccount } from '../../lib/accounts.row.ts'
import { columnList, select } from '../../lib/select.ts'

type BanRow = AccountRow & { created_at: number; by_id: number | null; by_display_name: string | null }

export const bansSql = `
  SELECT ${columnList(accountColumns)}, bans.created_at AS created_at,
    banners.id AS by_id, banners.display_name AS by_display_name
  FROM bans
  JOIN accounts ON accounts.id = bans.account_id
  LEFT JOIN accounts AS banners ON banners.id = bans.banned_by
  WHERE bans.room_id = ?`

/** Who may not come into a room, the latest first. */
export async function selectBans(db: Knex, roomId: number): Promise<Ban[]> {
  const rows = await select<BanRow>(db, bansSql, [roomId])
  rows.sort((a, b) => b.created_at - a.created_at || b.account_id - a.account_id)
  return rows.map(row => ({
    account: toAccount(row),
    by: row.by_id === null ? null : { id: row.by_id, displayName: row.by_display_name! },
    createdAt: row.created_at,
  }))
}

export async function hasBan(db: Knex, roomId: number, accountId: number): Promise<boolean> {
  const row: object | undefined = await db('bans')
    .where({ room_id: roomId, account_id: accountId })
    .first('room_id')
  return row !== undefined
}

/** Keeps the ban that there is already, and returns whether there was none. The room is locked, so that nobody bans in between. */
export async function insertBan(
  trx: Knex,
  ban: { roomId: number; accountId: number; by: number; createdAt: number },
): Promise<boolean> {
  const { roomId, accountId, by, createdAt } = ban
  if (await hasBan(trx, roomId, accountId)) return false
  await trx('bans').insert({
    room_id: roomId,
    account_id: accountId,
    banned_by: by,
    created_at: createdAt,
  })
  return true
}

/** Returns whether there was such a ban. */
export async function deleteBan(db: Knex, roomId: number, accountId: number): Promise<boolean> {
  return (await db('bans').where({ room_id: roomId, account_id: accountId }).delete()) > 0
}
