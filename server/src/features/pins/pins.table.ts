import type { Message } from '@chatter/shared/messages.ts'
import type { Knex } from 'knex'
import { type MessageRow, messageColumns, toMessage } from '../../lib/messages.row.ts'
import { columnList, select } from '../../lib/select.ts'

type Address = { roomId: number; seq: number }

/** How many messages of a room are pinned, and when the last of them was. */
export async function countPins(db: Knex, roomId: number): Promise<{ count: number; latest: number }> {
  const sql = 'SELECT COUNT(*) AS count, MAX(created_at) AS latest FROM pins WHERE room_id = ?'
  const [row] = await select<{ count: number; latest: number | null }>(db, sql, [roomId])
  return { count: row!.count, latest: row!.latest ?? 0 }
}

export async function insertPin(
  trx: Knex,
  { roomId, seq }: Address,
  pin: { accountId: number; createdAt: number },
): Promise<void> {
  await trx('pins').insert({ room_id: roomId, seq, account_id: pin.accountId, created_at: pin.createdAt })
}

export async function deletePin(trx: Knex, { roomId, seq }: Address): Promise<void> {
  await trx('pins').where({ room_id: roomId, seq }).delete()
}

export const pinsSql = `
  SELECT pins.created_at AS pinned_at, ${columnList(messageColumns)}
  FROM members
  LEFT JOIN pins ON pins.room_id = members.room_id
  LEFT JOIN messages ON messages.room_id = pins.room_id AND messages.seq = pins.seq
  LEFT JOIN accounts AS authors ON authors.id = messages.author_id
  WHERE members.room_id = ? AND members.account_id = ?`

type PinRow = { pinned_at: number } & (MessageRow | { message_seq: null })

/** The pinned messages, the one that was pinned last first; undefined when the person is not in the room. */
export async function selectPins(
  db: Knex,
  accountId: number,
  roomId: number,
): Promise<Message[] | undefined> {
  const rows = await select<PinRow>(db, pinsSql, [roomId, accountId])
  if (rows.length === 0) return undefined
  return rows
    .filter((row): row is PinRow & MessageRow => row.message_seq !== null)
    .sort((a, b) => b.pinned_at - a.pinned_at)
    .map(toMessage)
}
