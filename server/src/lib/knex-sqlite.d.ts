/** Knex ships no types for its dialects. */
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex'

  export default class BetterSqlite3Client extends Knex.Client {
    constructor(config: Knex.Config)
    connectionSettings: { filename: string }
    _driver(): unknown
  }
}
