import { randomUUID } from 'node:crypto'
import { createConnection } from 'mysql2/promise'

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
