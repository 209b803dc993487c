import type { Knex } from 'knex'
import { addColumn, hasIndex } from '../lib/tables.ts'

const index = 'accounts_administrators'

/** Who decides who may be here, and who may not be here any more. Where people are already, the first of them decides. */
export async function up(db: Knex): Promise<void> {
  await addColumn(db, 'accounts', 'is_administrator', table =>
    table.boolean('is_administrator').notNullable().defaultTo(false),
  )
  await addColumn(db, 'accounts', 'deactivated_at', table => table.bigInteger('deactivated_at'))
  if (!(await hasIndex(db, index)))
    await db.schema.alterTable('accounts', table => table.index(['is_administrator'], index))
  const first: { id: number } | undefined = await db('accounts').orderBy('id').first('id')
  if (first) await db('accounts').where({ id: first.id }).update({ is_administrator: true })
}
