import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import fp from 'fastify-plugin'
import knex, { type Knex } from 'knex'
import type { Config } from '../config.ts'
import { isMysql } from '../lib/dialect.ts'
import { SqliteClient } from '../lib/sqlite-client.ts'
import { migrationSource } from '../migrations/migrations.ts'

declare module 'fastify' {
  interface FastifyInstance {
    db: Knex
  }
}

/** Opens the database, brings its tables up to date, and gives it to everybody as `app.db`. */
export const database = fp<{ config: Config }>(async (app, { config }) => {
  const db = config.databaseUrl ? openMysql(config) : await openSqlite(config)
  app.decorate('db', db)
  app.addHook('onClose', () => db.destroy())
  await migrate(db)
})

async function openSqlite({ dataDir }: Config): Promise<Knex> {
  await mkdir(dataDir, { recursive: true })
  return knex({
    client: SqliteClient,
    connection: { filename: join(dataDir, 'chatter.db') },
    useNullAsDefault: true,
    // One connection, which is never given up: node:sqlite works synchronously, so a second would only wait for it.
    pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 31 - 1 },
  })
}

function openMysql({ databaseUrl, databaseConnections }: Config): Knex {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  return knex({
    client: 'mysql2',
    connection: {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 3306),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
      charset: 'utf8mb4',
      timezone: 'Z',
      // Every BIGINT here is an identity, a seq or a time in milliseconds, and fits into a number.
      supportBigNumbers: true,
      bigNumberStrings: false,
    },
    pool: { min: 0, max: databaseConnections, afterCreate: prepareMysql },
  })
}

/** What every connection to MySQL or MariaDB agrees on, whatever the server's defaults are. */
const agreements = [
  'SET NAMES utf8mb4 COLLATE utf8mb4_bin',
  "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
  // Each statement sees what is committed, and locks no gaps between rows.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
]

type RawConnection = { promise: () => { query: (sql: string) => Promise<unknown> } }

function prepareMysql(connection: RawConnection, done: (error: Error | null, connection: unknown) => void) {
  const agree = async () => {
    for (const agreement of agreements) await connection.promise().query(agreement)
  }
  agree().then(
    () => done(null, connection),
    error => done(error, connection),
  )
}

async function migrate(db: Knex): Promise<void> {
  const run = () => db.migrate.latest({ migrationSource })
  if (!isMysql(db)) return void (await run())
  await run()
}
