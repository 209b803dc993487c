import type { Knex } from 'knex'
import * as accounts from './001-accounts.ts'
import * as rooms from './002-rooms.ts'
import * as conversation from './003-conversation.ts'
import * as roles from './004-roles.ts'
import * as search from './005-search.ts'
import * as searchTimes from './006-search-times.ts'
import * as attachments from './007-attachments.ts'
import * as quotas from './008-quotas.ts'
import * as tidyRooms from './009-tidy-rooms.ts'
import * as alertPreferences from './010-alert-preferences.ts'
import * as searchNames from './011-search-names.ts'
import * as administration from './012-administration.ts'

type Migration = { name: string; up: (db: Knex) => Promise<void> }

/** Every migration, oldest first. They only go forward, and one that was released never changes. */
const migrations: readonly Migration[] = [
  { name: '001-accounts', up: accounts.up },
  { name: '002-rooms', up: rooms.up },
  { name: '003-conversation', up: conversation.up },
  { name: '004-roles', up: roles.up },
  { name: '005-search', up: search.up },
  { name: '006-search-times', up: searchTimes.up },
  { name: '007-attachments', up: attachments.up },
  { name: '008-quotas', up: quotas.up },
  { name: '009-tidy-rooms', up: tidyRooms.up },
  { name: '010-alert-preferences', up: alertPreferences.up },
  { name: '011-search-names', up: searchNames.up },
  { name: '012-administration', up: administration.up },
]

/** The list as Knex asks for it: explicit, so that the server fits into one file. */
export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: migration => migration.name,
  getMigration: async ({ name, up }) => ({
    up,
    down: () => Promise.reject(new Error(`Migration ${name} only goes forward.`)),
  }),
}
