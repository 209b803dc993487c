import { usernameKey } from '@chatter/shared/accounts.ts'
import type { Knex } from 'knex'
import { isMysql } from '../lib/dialect.ts'
import { addColumn } from '../lib/tables.ts'

export async function up(db: Knex): Promise<void> {
  await addColumn(db, 'members', 'owns', table => {
    /** True or null, never false: the unique key then holds that a room has one owner. */
    table.boolean('owns')
  })
  await db('members').where({ role: 'owner' }).update({ owns: true })
  await addIndex(db, 'members', 'members_owner', 'UNIQUE INDEX', '(room_id, owns)')

  await addColumn(db, 'rooms', 'deleted_at', table => {
    /** Since when nobody finds the room, while what was said there is being cleared away. */
    table.bigInteger('deleted_at')
  })
  await addColumn(db, 'rooms', 'topic_key', table => {
    /** The folded topic of a public room, in which people search. */
    table.string('topic_key', 1024).notNullable().defaultTo('')
  })
  await foldTopics(db)

  // When a message goes, SQLite has to find its mentions; MySQL made this index for the reference already.
  if (!isMysql(db)) await addIndex(db, 'mentions', 'mentions_address', 'INDEX', '(room_id, seq)')
}

async function foldTopics(db: Knex): Promise<void> {
  const rooms: { id: number; topic: string }[] = await db('rooms')
    .where({ kind: 'public' })
    .whereNot({ topic: '' })
    .select('id', 'topic')
  for (const { id, topic } of rooms)
    await db('rooms')
      .where({ id })
      .update({ topic_key: [...usernameKey(topic)].slice(0, 1024).join('') })
}

async function addIndex(db: Knex, table: string, name: string, kind: string, columns: string) {
  if (isMysql(db)) {
    const [known] = await db.raw(`SHOW INDEX FROM ${table} WHERE Key_name = ?`, [name])
    if (known.length === 0) await db.raw(`CREATE ${kind} ${name} ON ${table} ${columns}`)
  } else await db.raw(`CREATE ${kind} IF NOT EXISTS ${name} ON ${table} ${columns}`)
}
