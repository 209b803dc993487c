import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import knex, { type Knex } from 'knex'
import { lockFolder } from './folder-lock.ts'
import { knexLog } from './knex-log.ts'
import { SqliteClient } from './sqlite-client.ts'

const fileOf = (dataDir: string) => join(dataDir, 'chatter.db')

/** Whether a data folder has an embedded database. */
export function hasSqlite(dataDir: string): boolean {
  return existsSync(fileOf(dataDir))
}

/**
 * Opens the embedded database of a data folder, which is this server's alone until the database is destroyed.
 * @throws Error fit for people when another server has the folder
 */
export async function openSqlite(dataDir: string, log: FastifyBaseLogger): Promise<Knex> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(dataDir)
  const db = knex({
    client: SqliteClient,
    connection: { filename: fileOf(dataDir) },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: knexLog(log),
    // node:sqlite works synchronously, so a second connection would only wait for the first. It is never given up.
    pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 31 - 1 },
  })
  db.client.pool.on('poolDestroySuccess', unlock)
  return db
}
