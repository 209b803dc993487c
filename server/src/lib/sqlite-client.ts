/**
 * Knex on Node's own SQLite. Knex has no dialect for `node:sqlite`, so its better-sqlite3 dialect is given a driver
 * that speaks that package's few words.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js'

/** Enough for every query of the server; what is rarer is prepared again. */
const preparedLimit = 300

export class SqliteClient extends BetterSqlite3Client {
  override _driver(): unknown {
    return SqliteDatabase
  }
}

class SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, Statement>()

  constructor(filename: string) {
    this.#database = new DatabaseSync(filename)
    // What is acknowledged is on disk: in WAL mode only FULL syncs the log at each commit.
    this.#database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON',
    )
  }

  prepare(sql: string): Statement {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = new Statement(this.#database.prepare(sql))
    if (this.#prepared.size >= preparedLimit) this.#prepared.delete(this.#prepared.keys().next().value!)
    this.#prepared.set(sql, statement)
    return statement
  }

  isTransaction(): boolean {
    return this.#database.isTransaction
  }

  close(): void {
    this.#prepared.clear()
    this.#database.close()
  }
}

class Statement {
  /** Whether it answers with rows. */
  readonly reader: boolean
  readonly #statement: StatementSync

  constructor(statement: StatementSync) {
    this.#statement = statement
    this.reader = statement.columns().length > 0
  }

  all(bindings: Parameters<StatementSync['all']>) {
    return this.#statement.all(...bindings)
  }

  run(bindings: Parameters<StatementSync['run']>) {
    return this.#statement.run(...bindings)
  }
}
