/**
 * Knex on mysql2, whose queries have a limit. A database that falls silent closes no connection: neither knex nor mysql2 would
 * ever stop to wait for it.
 */
import type { Duplex } from 'node:stream'
import type { Knex } from 'knex'
import Mysql2Client from 'knex/lib/dialects/mysql2/index.js'

/** Silence after which the database counts as gone, in milliseconds. */
export const answerTimeout = 8_000

/**
 * From now on a query that is not answered in time ends its connection, and whatever waits there fails as lost. A query that
 * may take longer says so with `timeout`.
 */
export function limitQueries(db: Knex): void {
  db.client.config.queryTimeout = answerTimeout
}

export class MysqlClient extends Mysql2Client {
  override async _query(
    connection: { stream: Duplex },
    query: { timeout?: number | false },
  ): Promise<unknown> {
    const limit = query.timeout || this.config.queryTimeout
    if (!limit) return super._query(connection, query)
    const timer = setTimeout(() => connection.stream.destroy(silence()), limit)
    try {
      return await super._query(connection, query)
    } finally {
      clearTimeout(timer)
    }
  }
}

function silence() {
  return Object.assign(new Error('The database does not answer.'), { code: 'ETIMEDOUT' })
}
