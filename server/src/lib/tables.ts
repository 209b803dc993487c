import type { Knex } from 'knex'
import { isMysql } from './dialect.ts'

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

async function dropEmpty(db: Knex, name: string): Promise<void> {
  if (await db(name).first()) throw new Error(`The table ${name} exists already and holds rows.`)
  if (isMysql(db)) await db.raw('SET FOREIGN_KEY_CHECKS = 0')
  await db.schema.dropTable(name)
  if (isMysql(db)) await db.raw('SET FOREIGN_KEY_CHECKS = 1')
}
