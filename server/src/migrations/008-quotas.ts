import type { Knex } from 'knex'
import { addColumn, hasIndex } from '../lib/tables.ts'

/** What counts towards the quotas: who brought a file, and the bytes of its small picture. */
export async function up(db: Knex): Promise<void> {
  await addColumn(db, 'attachments', 'brought_by', table => {
    /** Whose upload or claim it is; of a forwarded copy, whose it was first. */
    table.bigInteger('brought_by').unsigned()
  })
  // Which of them are copies was not noted before.
  await db('attachments')
    .whereNull('brought_by')
    .update({ brought_by: db.ref('account_id') })
  await addColumn(db, 'attachments', 'thumbnail_size', table => {
    /** In bytes. Of those from before this column nobody knows it. */
    table.integer('thumbnail_size').unsigned()
  })
  if (!(await hasIndex(db, 'attachments_thumbnails')))
    await db.schema.alterTable('attachments', table => {
      table.index(['thumbnail_key', 'thumbnail_size'], 'attachments_thumbnails')
    })
  if (await hasIndex(db, 'attachments_thumbnail_key_index'))
    await db.schema.alterTable('attachments', table => {
      table.dropIndex('thumbnail_key')
    })
}
