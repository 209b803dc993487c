import type { Knex } from 'knex'
import { createTable } from '../lib/tables.ts'

/** What people want of native notifications. Who has no row never chose. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'alert_preferences', table => {
    table.bigInteger('account_id').unsigned().primary().references('accounts.id').onDelete('CASCADE')
    table.boolean('do_not_disturb').notNullable().defaultTo(false)
    /** When that ends; null when the person ends it. */
    table.bigInteger('do_not_disturb_until')
    table.boolean('quiet_hours').notNullable()
    /** Times of the day, such as `22:00`. */
    table.string('quiet_from', 5).notNullable()
    table.string('quiet_to', 5).notNullable()
    /** The numbers of the days on which it begins, Monday being 1. */
    table.string('quiet_days', 7).notNullable()
    /** A list in JSON: they are only ever read together. */
    table.text('keywords').notNullable()
  })
}
