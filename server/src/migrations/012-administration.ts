import type { Knex } from 'knex'
import { isMysql } from '../lib/dialect.ts'
import { select } from '../lib/select.ts'

const index = 'accounts_administrators'

/** Who decides who may be here, and who may not be here any more. Where people are already, the first of them decides. */
export async function up(db: Knex): Promise<void> {
  await addColumn(db, 'is_administrator', table =>
    table.boolean('is_administrator').notNullable().defaultTo(false),
  )
  await addColumn(db, 'deactivated_at', table => table.bigInteger('deactivated_at'))
  if (!(await hasIndex(db)))
    await db.schema.alterTable('accounts', table => table.index(['is_administrator'], index))
  const first: { id: number } | undefined = await db('accounts').orderBy('id').first('id')
  if (first) await db('accounts').where({ id: first.id }).update({ is_administrator: true })
}

/** Adds a column that is not there yet: a server that was killed inside a migration may have added it. */
async function addColumn(db: Knex, column: string, add: (table: Knex.AlterTableBuilder) => unknown) {
  if (!(await db.schema.hasColumn('accounts', column)))
    await db.schema.alterTable('accounts', table => void add(table))
}

async function hasIndex(db: Knex): Promise<boolean> {
  const sql = isMysql(db)
    ? 'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = ?'
    : "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?"
  return (await select(db, sql, [index])).length > 0
}
