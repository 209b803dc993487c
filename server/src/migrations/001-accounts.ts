import type { Knex } from 'knex'
import { createTable } from '../lib/tables.ts'

export async function up(db: Knex): Promise<void> {
  await createTable(db, 'accounts', table => {
    table.bigIncrements('id')
    table.string('username', 64).notNullable()
    /** `usernameKey()` of the user name: equal names have equal keys. Folding can make a name 18 times longer. */
    table.string('username_key', 640).notNullable().unique()
    table.string('display_name', 128).notNullable()
    /** Both names folded, for searching people. */
    table.string('search_text', 2048).notNullable()
    table.string('password_hash', 255).notNullable()
    table.string('time_zone', 64)
    table.bigInteger('created_at').notNullable()
    table.bigInteger('last_seen_at')
  })
  await createTable(db, 'sessions', table => {
    table.bigIncrements('id')
    table.bigInteger('account_id').unsigned().notNullable().references('accounts.id').onDelete('CASCADE')
    /** SHA-256 of the token. */
    table.binary('token_hash', 32).notNullable().unique()
    table.string('device', 100).notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('last_used_at').notNullable()
    table.index(['account_id'])
  })
}
