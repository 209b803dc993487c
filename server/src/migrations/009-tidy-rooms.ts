import { usernameKey } from '@chatter/shared/accounts.ts'
import type { Knex } from 'knex'

/** Public rooms are found by their description, and private ones end with their last member. */
export async function up(db: Knex): Promise<void> {
  await foldDescriptions(db)
  // Nobody can come into them any more. The server clears away what was said there.
  await db('rooms')
    .where({ kind: 'private', member_count: 0 })
    .whereNull('deleted_at')
    .update({ deleted_at: Date.now() })
}

async function foldDescriptions(db: Knex): Promise<void> {
  // A server that was killed inside the migration may have added it.
  if (!(await db.schema.hasColumn('rooms', 'description_key')))
    await db.schema.alterTable('rooms', table => {
      /** Null where there is nothing to search in. */
      table.text('description_key')
    })
  const rooms: { id: number; description: string }[] = await db('rooms')
    .where({ kind: 'public' })
    .whereNot({ description: '' })
    .select('id', 'description')
  for (const { id, description } of rooms) {
    const folded = [...usernameKey(description.replace(/\s+/gu, ' '))].slice(0, 4096).join('')
    await db('rooms').where({ id }).update({ description_key: folded })
  }
}
