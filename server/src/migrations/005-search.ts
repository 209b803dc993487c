import type { Knex } from 'knex'
import { isMysql } from '../lib/dialect.ts'
import { createTable } from '../lib/tables.ts'

/**
 * A document is what stands in up to 64 consecutive messages of a room, as tokens. It is written once and never changed:
 * what is edited later gets a document of its own, and where something is deleted, the documents around it are made anew.
 */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'search_progress', table => {
    table.integer('room_id').unsigned().notNullable().references('rooms.id').onDelete('CASCADE')
    /** The index knows every message whose `rev` is not above this. */
    table.integer('indexed_rev').unsigned().notNullable()
    /** The index has once seen every message up to this `seq`. */
    table.integer('indexed_seq').unsigned().notNullable()
    table.primary(['room_id'])
  })
  await createTable(db, 'search_documents', table => {
    // InnoDB knows the documents of a full-text index by a column of this name, and makes one up where there is none.
    if (isMysql(db)) table.specificType('FTS_DOC_ID', 'bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY')
    else table.increments('FTS_DOC_ID')
    // To a row that only its indexer locks: a reference to the room itself would hold up those who post there.
    table.integer('room_id').unsigned().notNullable()
    table.foreign('room_id').references('search_progress.room_id').onDelete('CASCADE')
    table.integer('first_seq').unsigned().notNullable()
    table.integer('last_seq').unsigned().notNullable()
    /** When its first and its last message was written. */
    table.bigInteger('first_at').notNullable()
    table.bigInteger('last_at').notNullable()
    /** Since when newer documents stand for it. It goes a little later, for the sake of searches that are under way. */
    table.bigInteger('stale_at')
    if (isMysql(db)) table.specificType('tokens', 'mediumtext CHARACTER SET ascii COLLATE ascii_bin NOT NULL')
    table.index(['room_id', 'first_seq'])
    table.index(['last_at'])
    table.index(['stale_at'])
  })
  if (isMysql(db)) await db.raw('ALTER TABLE search_documents ADD FULLTEXT INDEX search_tokens (tokens)')
  else await createTokens(db)
}

/** SQLite keeps the tokens in a table of their own, which only knows where they stand. */
async function createTokens(db: Knex): Promise<void> {
  await db.raw(`CREATE VIRTUAL TABLE search_tokens
    USING fts5(tokens, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii')`)
  await db.raw(`CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents
    BEGIN DELETE FROM search_tokens WHERE rowid = old.FTS_DOC_ID; END`)
}
