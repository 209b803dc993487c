import type { Knex } from 'knex'
import { hasBan } from './bans.table.ts'

/** Whether an account may not come into a room. Who comes in asks this while the room is locked. */
export function isBanned(db: Knex, roomId: number, accountId: number): Promise<boolean> {
  return hasBan(db, roomId, accountId)
}
