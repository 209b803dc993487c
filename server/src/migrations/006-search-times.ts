import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  // A server that was killed inside this migration may have added it.
  if (await db.schema.hasColumn('search_progress', 'indexed_at')) return
  await db.schema.alterTable('search_progress', table => {
    /** When the index last took something in from this room. */
    table.bigInteger('indexed_at').notNullable().defaultTo(0).index()
  })
}
