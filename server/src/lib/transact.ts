import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { isConflict, isConnectionLost } from './database-errors.ts'

const tries = 5

const uncertain = new WeakSet<object>()

/** Whether what failed may have been committed: the connection was lost in that instant. */
export function isUncertain(error: unknown): boolean {
  return typeof error === 'object' && error !== null && uncertain.has(error)
}

/**
 * Runs work in one transaction; again, when another transaction was in its way. So the work changes nothing but the
 * database, and what it wants said is said after it.
 */
export async function transact<Result>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    let isDone = false
    try {
      return await db.transaction(async trx => {
        const result = await work(trx)
        isDone = true
        return result
      })
    } catch (error) {
      if (isDone && isConnectionLost(error)) uncertain.add(error as object)
      if (!isConflict(error) || attempt === tries) throw error
      await pause(attempt * 10 * Math.random())
    }
  }
}
