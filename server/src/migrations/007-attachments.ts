import type { Knex } from 'knex'
import { isMysql } from '../lib/dialect.ts'
import { createTable } from '../lib/tables.ts'

/**
 * A content is bytes in the storage, once each; attachments are files of posts that have them; uploads are bytes on their way.
 * An attachment belongs to whoever uploaded it until it is posted, and to its post from then on.
 */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'contents', table => {
    table.increments('id')
    asciiOf(db)(table, 'sha256', 64).notNullable().unique()
    table.bigInteger('size').unsigned().notNullable()
    /** Under which the storage has it; made up anew for every content, so that no removal meets a new one. */
    asciiOf(db)(table, 'storage_key', 64).notNullable().unique()
    table.bigInteger('created_at').notNullable()
  })
  await createTable(db, 'attachments', table => {
    table.binary('id', 16).notNullable().primary()
    table.integer('room_id').unsigned().notNullable().references('rooms.id').onDelete('CASCADE')
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    /** The `seq` of its post; null until it is posted. */
    table.integer('message_seq').unsigned()
    /** Its place among the attachments of its post, from 0. */
    table.specificType('position', 'smallint').notNullable().defaultTo(0)
    table.string('name', 255).notNullable()
    /** The folded name, in which people search. */
    table.string('name_key', 1024).notNullable()
    table.string('type', 127).notNullable()
    table.string('kind', 10).notNullable()
    table.bigInteger('size').unsigned().notNullable()
    asciiOf(db)(table, 'sha256', 64).notNullable()
    /** Null where it went from person to person. */
    table.integer('content_id').unsigned().references('contents.id').index()
    table.integer('width').unsigned()
    table.integer('height').unsigned()
    table.double('duration')
    /** Under which the storage has a small picture of it. Copies share it. */
    asciiOf(db)(table, 'thumbnail_key', 64).index()
    table.string('thumbnail_type', 32)
    table.bigInteger('created_at').notNullable()
    /** In a direct room: when the other person's app had all of it. */
    table.bigInteger('received_at')
    table.index(['room_id', 'message_seq', 'position'])
    table.index(['room_id', 'kind', 'message_seq', 'position'])
    table.index(['message_seq', 'created_at'])
    table.index(['account_id'])
  })
  await createTable(db, 'uploads', table => {
    table.binary('id', 16).notNullable().primary()
    /** Null once the room is gone: then its bytes are still to be removed. */
    table.integer('room_id').unsigned().references('rooms.id').onDelete('SET NULL')
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    table.string('name', 255).notNullable()
    table.string('type', 127).notNullable()
    /** How long it will be. It counts towards the quotas from the beginning. */
    table.bigInteger('size').unsigned().notNullable()
    /** What the bytes are said to be; null when the sender did not know yet. */
    asciiOf(db)(table, 'sha256', 64)
    table.integer('width').unsigned()
    table.integer('height').unsigned()
    table.double('duration')
    asciiOf(db)(table, 'storage_key', 64).notNullable().unique()
    table.bigInteger('created_at').notNullable()
    /** When bytes last came. */
    table.bigInteger('touched_at').notNullable().index()
  })
  /**
   * Keys of the storage that may be needed by nobody any more. They are noted in the transaction that lets go of them, or before
   * bytes come that nothing refers to yet; what nothing refers to in the end is removed, whoever was killed in between.
   */
  await createTable(db, 'discards', table => {
    asciiOf(db)(table, 'storage_key', 64).notNullable().primary()
    table.bigInteger('created_at').notNullable().index()
  })
}

/** A column of plain characters, which takes one byte for each. */
function asciiOf(db: Knex) {
  return (table: Knex.CreateTableBuilder, name: string, length: number) =>
    isMysql(db)
      ? table.specificType(name, `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin`)
      : table.string(name, length)
}
