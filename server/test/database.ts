import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { Knex } from 'knex'
import { createConnection } from 'mysql2/promise'
import { until } from './until.ts'

/**
 * A database of its own for one server: the embedded one, or a new one on the MariaDB (or MySQL) that
 * `CHATTER_TEST_MARIADB_URL` names, when `CHATTER_TEST_DATABASE` says `mariadb`.
 */
export async function freshDatabase(): Promise<{ databaseUrl: string; drop: () => Promise<void> }> {
  const kind = process.env.CHATTER_TEST_DATABASE ?? 'sqlite'
  if (kind === 'sqlite') return { databaseUrl: '', drop: async () => {} }
  if (kind !== 'mariadb') throw new Error(`CHATTER_TEST_DATABASE is ${kind}; it is sqlite or mariadb.`)
  const address = process.env.CHATTER_TEST_MARIADB_URL
  if (!address) throw new Error('CHATTER_TEST_MARIADB_URL names no server: mysql://user:password@host:port/')
  const name = `chatter_test_${randomUUID().replaceAll('-', '')}`
  await execute(address, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  const url = new URL(address)
  url.pathname = `/${name}`
  return { databaseUrl: url.href, drop: () => execute(address, `DROP DATABASE ${name}`) }
}

/**
 * Resolves once a statement that is like this is under way, which a transaction of the test keeps from going on. (What InnoDB
 * tells of its locks is older the more often it is asked for, so it is not asked.)
 */
export async function someoneWaitsIn(db: Knex, statement: string): Promise<void> {
  const sql = `SELECT 1 FROM information_schema.processlist
    WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command <> 'Sleep' AND info LIKE ?`
  await until(async () => {
    const [waiting] = await db.raw(sql, [statement])
    return waiting.length > 0
  })
}

async function execute(address: string, statement: string): Promise<void> {
  const { hostname, port, username, password } = new URL(address)
  const user = decodeURIComponent(username)
  const connection = await createConnection({
    host: hostname,
    port: Number(port || 3306),
    user,
    password: decodeURIComponent(password),
  })
  await connection.query(statement)
  await connection.end()
}

/** The next transaction is committed, and the server does not hear that it was. */
export function loseAnswer(t: TestContext, { db }: { db: Knex }): void {
  const begin = db.transaction.bind(db)
  const commit = async (work: Parameters<typeof begin>[0]) => {
    await begin(work)
    throw Object.assign(new Error('the connection was lost'), { fatal: true })
  }
  t.mock.method(db, 'transaction', commit, { times: 1 })
}
