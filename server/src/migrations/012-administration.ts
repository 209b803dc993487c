import type { Knex } from 'knex'

/** Who decides who may be here, and who may not be here any more. Where people are already, the first of them decides. */
export async function up(db: Knex): Promise<void> {
  if (!(await db.schema.hasColumn('accounts', 'is_administrator')))
    await db.schema.alterTable('accounts', table => {
      table.boolean('is_administrator').notNullable().defaultTo(false).index('accounts_administrators')
    })
  if (!(await db.schema.hasColumn('accounts', 'deactivated_at')))
    await db.schema.alterTable('accounts', table => {
      table.bigInteger('deactivated_at')
    })
  const first: { id: number } | undefined = await db('accounts').orderBy('id').first('id')
  if (first) await db('accounts').where({ id: first.id }).update({ is_administrator: true })
}
