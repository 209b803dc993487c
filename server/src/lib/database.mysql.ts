import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import knex, { type Knex } from 'knex'
import type { Connection } from 'mysql2'
import { isConnectionLost } from './database-errors.ts'
import { knexLog } from './knex-log.ts'
import { answerTimeout, MysqlClient } from './mysql-client.ts'

/** How long a database that is just starting is waited for, in milliseconds. */
const startPatience = 30_000

/**
 * Opens a MySQL or MariaDB, and waits for one that cannot be reached yet.
 * @throws Error fit for people when it cannot be used
 */
export async function openMysql(url: string, connections: number, log: FastifyBaseLogger): Promise<Knex> {
  const db = knex({
    client: MysqlClient,
    connection: connectionOf(url),
    compileSqlOnError: false,
    log: knexLog(log),
    acquireConnectionTimeout: 10_000,
    pool: { min: 0, max: connections, afterCreate: prepare },
  })
  try {
    await waitFor(db, log)
    await warnOfLoss(db, log)
    return db
  } catch (error) {
    await db.destroy()
    const { host } = new URL(url)
    throw new Error(`The database at ${host} cannot be used: ${(error as Error).message}`, { cause: error })
  }
}

function connectionOf(url: string): Knex.MySql2ConnectionConfig {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(searchParams.has('tls') && { ssl: { rejectUnauthorized: true } }),
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: 10_000,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
    // Every BIGINT here is an identity, a seq or a time in milliseconds, and fits into a number.
    supportBigNumbers: true,
    bigNumberStrings: false,
  }
}

/** What every connection agrees on, whatever the database's defaults are. */
const agreements = [
  'SET NAMES utf8mb4 COLLATE utf8mb4_bin',
  // The whole mode: in one of them, back-slashes would not escape what people write.
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
  // Each statement sees what is committed, and locks no gaps between rows.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
]

type RawConnection = Pick<Connection, 'promise' | 'destroy'>

function prepare(connection: RawConnection, done: (error: Error | null, connection: unknown) => void) {
  const agree = async () => {
    for (const sql of agreements) await connection.promise().query({ sql, timeout: answerTimeout })
  }
  agree().then(
    () => done(null, connection),
    error => {
      connection.destroy()
      done(error, connection)
    },
  )
}

async function waitFor(db: Knex, log: FastifyBaseLogger): Promise<void> {
  const deadline = Date.now() + startPatience
  for (;;) {
    try {
      return void (await db.raw('SELECT 1'))
    } catch (error) {
      if (!isConnectionLost(error) || Date.now() > deadline) throw error
      log.warn(`The database cannot be reached yet: ${(error as Error).message}`)
      await pause(1_000)
    }
  }
}

/** What is acknowledged is on disk, unless the database was told otherwise. */
async function warnOfLoss(db: Knex, log: FastifyBaseLogger): Promise<void> {
  const [[settings]] = await db.raw('SELECT @@innodb_flush_log_at_trx_commit AS flushed')
  if (Number(settings.flushed) !== 1)
    log.warn(
      'innodb_flush_log_at_trx_commit is not 1: a crash of the database can lose acknowledged messages.',
    )
}
