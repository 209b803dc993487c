import type { Knex } from 'knex'
import { createTable } from '../lib/tables.ts'

export async function up(db: Knex): Promise<void> {
  await createTable(db, 'rooms', table => {
    table.increments('id')
    table.string('kind', 8).notNullable()
    /** True or null, never false: the unique key then holds that there is one lobby. */
    table.boolean('lobby').unique()
    table.string('name', 64).notNullable()
    /** The folded name of a public room, which no other has. Null for all others. */
    table.string('name_key', 255).unique()
    /** The two of a direct room, lower id first, so that a pair has one. Null for all others. */
    table.bigInteger('direct_low').unsigned().references('accounts.id')
    table.bigInteger('direct_high').unsigned().references('accounts.id')
    table.string('topic', 1024).notNullable()
    table.bigInteger('created_by').unsigned().references('accounts.id').onDelete('SET NULL')
    table.bigInteger('created_at').notNullable()
    table.integer('member_count').unsigned().notNullable()
    table.integer('last_seq').unsigned().notNullable()
    table.integer('rev').unsigned().notNullable()
    /** Posts ever written here, by which unread can be told without counting. */
    table.integer('post_count').unsigned().notNullable()
    table.unique(['direct_low', 'direct_high'])
  })
  await createTable(db, 'members', table => {
    table.integer('room_id').unsigned().notNullable().references('rooms.id').onDelete('CASCADE')
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    table.string('role', 10).notNullable()
    table.bigInteger('joined_at').notNullable()
    table.integer('read_seq').unsigned().notNullable()
    /** The room's `post_count` as far as `read_seq`. */
    table.integer('read_post_count').unsigned().notNullable()
    table.primary(['room_id', 'account_id'])
    table.index(['account_id'])
  })
  await createTable(db, 'messages', table => {
    table.integer('room_id').unsigned().notNullable().references('rooms.id').onDelete('CASCADE')
    table.integer('seq').unsigned().notNullable()
    table.integer('rev').unsigned().notNullable()
    table.bigInteger('author_id').unsigned().notNullable().references('accounts.id')
    /** A UUID. The author's client made it or, for a notice, the server. */
    table.specificType('client_id', 'binary(16)').notNullable()
    /** What a notice tells; null for a post. */
    table.string('notice', 16)
    table.text('body', 'mediumtext').notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('edited_at')
    table.bigInteger('deleted_at')
    table.primary(['room_id', 'seq'])
    table.unique(['room_id', 'rev'])
    table.unique(['author_id', 'client_id'])
  })
}
