import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { isConflict } from './database-errors.ts'

const tries = 5

/**
 * Runs work in one transaction; again, when another transaction was in its way. So the work changes nothing but the
 * database, and what it wants said is said after it.
 */
export async function transact<Result>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (!isConflict(error) || attempt === tries) throw error
      await pause(attempt * 10 * Math.random())
    }
  }
}
