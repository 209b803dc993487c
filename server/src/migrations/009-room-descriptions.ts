import { usernameKey } from '@chatter/shared/accounts.ts'
import type { Knex } from 'knex'

/** Keeps the folded descriptions of public rooms, in which people search. */
export async function up(db: Knex): Promise<void> {
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
