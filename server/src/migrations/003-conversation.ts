import type { Knex } from 'knex'
import { addColumn, createTable, hasIndex } from '../lib/tables.ts'

export async function up(db: Knex): Promise<void> {
  await addColumns(db, 'accounts', {
    /** Whether others see how far the person has read in a direct room, and the person how far they have. */
    read_receipts: table => table.boolean('read_receipts').notNullable().defaultTo(true),
  })
  await addColumns(db, 'rooms', {
    description: table => table.string('description', 1024).notNullable().defaultTo(''),
    /** Only owner and moderators post. */
    announcement: table => table.boolean('announcement').notNullable().defaultTo(false),
  })
  await addColumns(db, 'members', {
    /** How often the person set the marker back. */
    epoch: table => table.integer('epoch').unsigned().notNullable().defaultTo(0),
    /** What the person is told of; null for what is usual in a room of its kind. */
    level: table => table.string('level', 10),
    /** Place among the person's favourites; null when it is none of them. */
    favourite: table => table.double('favourite'),
  })
  await addColumns(db, 'messages', {
    /** The `seq` of the message that this one replies to. */
    reply_to: table => table.integer('reply_to').unsigned(),
    /** 1 when it mentions people, who are in `mentions`; 2 when it mentions everybody. */
    mentioning: table => table.specificType('mentioning', 'tinyint'),
    /**
     * What a message carries beside its words, as JSON, rendered from the tables below whenever they change: a page of
     * messages is then one look-up. Null for most.
     */
    extras: table => table.text('extras', 'mediumtext'),
  })
  if (!(await hasIndex(db, replyIndex)))
    await db.schema.alterTable('messages', table => table.index(['room_id', 'reply_to'], replyIndex))
  await createTable(db, 'reactions', table => {
    addAddress(table)
    table.string('emoji', 64).notNullable()
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    table.bigInteger('created_at').notNullable()
    table.primary(['room_id', 'seq', 'emoji', 'account_id'])
  })
  await createTable(db, 'mentions', table => {
    addAddress(table)
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    table.primary(['account_id', 'room_id', 'seq'])
    // By which they go with their message.
    table.index(['room_id', 'seq'])
  })
  await createTable(db, 'pins', table => {
    addAddress(table)
    table.bigInteger('account_id').unsigned().references('accounts.id').onDelete('SET NULL')
    table.bigInteger('created_at').notNullable()
    table.primary(['room_id', 'seq'])
  })
  await createTable(db, 'message_edits', table => {
    addAddress(table)
    /** 1 for the first wording. The one that stands is in `messages`. */
    table.integer('version').unsigned().notNullable()
    table.text('body', 'mediumtext').notNullable()
    table.bigInteger('written_at').notNullable()
    table.primary(['room_id', 'seq', 'version'])
  })
  await createTable(db, 'bans', table => {
    table.integer('room_id').unsigned().notNullable().references('rooms.id').onDelete('CASCADE')
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    table.bigInteger('banned_by').unsigned().references('accounts.id').onDelete('SET NULL')
    table.bigInteger('created_at').notNullable()
    table.primary(['room_id', 'account_id'])
  })
}

const replyIndex = 'messages_reply_to'

/** The address of the message that a row belongs to, and goes with. */
function addAddress(table: Knex.CreateTableBuilder) {
  table.integer('room_id').unsigned().notNullable()
  table.integer('seq').unsigned().notNullable()
  table.foreign(['room_id', 'seq']).references(['room_id', 'seq']).inTable('messages').onDelete('CASCADE')
}

async function addColumns(
  db: Knex,
  name: string,
  columns: Record<string, (table: Knex.AlterTableBuilder) => unknown>,
): Promise<void> {
  for (const [column, add] of Object.entries(columns)) await addColumn(db, name, column, add)
}
