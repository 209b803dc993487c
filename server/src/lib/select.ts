import type { Knex } from 'knex'
import { isMysql } from './dialect.ts'

/**
 * The rows of a query in plain SQL, for those that read better so, or that are asked too often to be built each time.
 * @param timeout how long the answer may take, in milliseconds, where that is longer than usual
 */
export async function select<Row>(
  db: Knex,
  sql: string,
  bindings: readonly (string | number | Uint8Array)[],
  timeout = 0,
): Promise<Row[]> {
  const answer = await db.raw(sql, bindings as Knex.RawBinding[]).timeout(timeout)
  return isMysql(db) ? answer[0] : answer
}

/** `{ alias: 'table.column' }` as the list after `SELECT`. */
export function columnList(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([alias, column]) => `${column} AS ${alias}`)
    .join(', ')
}
