import type { Knex } from 'knex'

/**
 * What is searched in files' names, too: rooms that have files, as far as they were indexed without them, are indexed anew.
 * Until then they are searched literally, as everything that the index does not know.
 */
export async function up(db: Knex): Promise<void> {
  const rooms: { room_id: number }[] = await db('attachments')
    .whereNotNull('message_seq')
    .distinct('room_id')
    .select('room_id')
  // One after the other, and with its documents: a large index is long in being deleted.
  for (const { room_id } of rooms) await db('search_progress').where({ room_id }).delete()
}
