import type { Knex } from 'knex'
import { isMysql } from './dialect.ts'
import { select } from './select.ts'

/**
 * Creates a table for migrations, in both databases alike: text compares by code point, references are held.
 *
 * MySQL commits each schema statement by itself, so a server that is killed inside a migration leaves an empty table
 * behind. It is made again; one that holds rows is never touched.
 */
export async function createTable(
  db: Knex,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  if (await db.schema.hasTable(name)) await dropEmpty(db, name)
  await db.schema.createTable(name, table => {
    if (isMysql(db)) {
      table.engine('InnoDB')
      table.charset('utf8mb4')
      table.collate('utf8mb4_bin')
    }
    build(table)
  })
}

/** Adds a column that is not there yet: a server that was killed inside a migration may have added it. */
export async function addColumn(
  db: Knex,
  table: string,
  column: string,
  add: (table: Knex.AlterTableBuilder) => unknown,
): Promise<void> {
  if (!(await db.schema.hasColumn(table, column))) await db.schema.alterTable(table, to => void add(to))
}

/** Whether an index of this name is there, on whichever table. */
export async function hasIndex(db: Knex, name: string): Promise<boolean> {
  const sql = isMysql(db)
    ? 'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = ?'
    : "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?"
  return (await select(db, sql, [name])).length > 0
}

async function dropEmpty(db: Knex, name: string): Promise<void> {
  if (await db(name).first()) throw new Error(`The table ${name} exists already and holds rows.`)
  if (isMysql(db)) await db.raw('SET FOREIGN_KEY_CHECKS = 0')
  await db.schema.dropTable(name)
  if (isMysql(db)) await db.raw('SET FOREIGN_KEY_CHECKS = 1')
}
