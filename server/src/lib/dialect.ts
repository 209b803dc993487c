import type { Knex } from 'knex'

/** Whether this is MySQL or MariaDB; otherwise it is the embedded SQLite. */
export function isMysql(db: Knex): boolean {
  return db.client.driverName === 'mysql2'
}
