import type { Knex } from 'knex'

/** Whether this is MySQL or MariaDB; otherwise it is the embedded SQLite. */
export function isMysql(db: Knex): boolean {
  return db.client.config.client === 'mysql2'
}

/** Whether a unique key refused a row. */
export function isDuplicate(error: unknown): boolean {
  const { errno, errcode } = error as { errno?: number; errcode?: number }
  return errno === mysqlDuplicate || sqliteDuplicates.includes(errcode ?? 0)
}

const mysqlDuplicate = 1062
/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const sqliteDuplicates = [2067, 1555]
