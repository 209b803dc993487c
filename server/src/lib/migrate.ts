import type { Knex } from 'knex'
import { migrationSource } from '../migrations/migrations.ts'
import { isMysql } from './dialect.ts'

/** How long a node waits for another one that migrates, in seconds. */
const lockPatience = 600

/**
 * Brings the tables up to date, one server at a time.
 * @throws Error fit for people when the database was made by a newer server
 */
export async function migrate(db: Knex): Promise<void> {
  // The embedded database is one server's alone: its folder is locked.
  if (!isMysql(db)) return runMigrations(db)
  await withLock(db, () => runMigrations(db))
}

async function runMigrations(db: Knex): Promise<void> {
  const names = (await migrationSource.getMigrations([])).map(migrationSource.getMigrationName)
  const newer = (await completed(db)).filter(name => !names.includes(name))
  if (newer.length > 0)
    throw new Error(
      `The database was made by a newer version of the server (it has ${newer.join(', ')}). Update this one.`,
    )
  // Knex keeps a lock of its own in a table, where it stays for ever when a server is killed. Ours goes with the server.
  await db.migrate.forceFreeMigrationsLock()
  await db.migrate.latest({ migrationSource })
}

async function completed(db: Knex): Promise<string[]> {
  return (await db.schema.hasTable('knex_migrations')) ? db('knex_migrations').pluck('name') : []
}

/** A lock that belongs to the connection, and goes with it. */
async function withLock(db: Knex, work: () => Promise<void>): Promise<void> {
  const connection = await db.client.acquireConnection()
  // The name is for the whole MySQL server, which may hold several databases.
  const name = "LEFT(CONCAT('chatter ', DATABASE()), 64)"
  try {
    const [[{ taken }]] = await db
      .raw(`SELECT GET_LOCK(${name}, ?) AS taken`, [lockPatience])
      .connection(connection)
    if (taken !== 1) throw new Error('Another server has been migrating this database for too long.')
    await work()
    await db.raw(`SELECT RELEASE_LOCK(${name})`).connection(connection)
  } finally {
    await db.client.releaseConnection(connection)
  }
}
