/** Direct rooms, as far as a signal asks for them: who the other one is. */
import type { Knex } from 'knex'
import { select } from '../../lib/select.ts'

/** The other person of a direct room that the person is in; undefined where there is none. */
export async function findOther(db: Knex, accountId: number, roomId: number): Promise<number | undefined> {
  const [row] = await select<{ other: number }>(db, otherSql, [accountId, roomId, accountId])
  return row?.other
}

const otherSql = `
  SELECT CASE WHEN rooms.direct_low = ? THEN rooms.direct_high ELSE rooms.direct_low END AS other
  FROM rooms
  JOIN members ON members.room_id = rooms.id
  WHERE rooms.id = ? AND members.account_id = ? AND rooms.kind = 'direct'`
