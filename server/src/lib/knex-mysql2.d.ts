/** Knex ships no types for its dialects. */
declare module 'knex/lib/dialects/mysql2/index.js' {
  import type { Knex } from 'knex'

  export default class Mysql2Client extends Knex.Client {
    config: Knex.Config & { queryTimeout?: number }
    _query(connection: unknown, query: unknown): Promise<unknown>
  }
}
