import type { Knex } from 'knex'
import { isMysql } from './dialect.ts'

/** The rows of a query in plain SQL, for those that read better so, or that are asked too often to be built each time. */
export async function select<Row>(
  db: Knex,
  sql: string,
  bindings: readonly (string | number | Uint8Array)[],
): Promise<Row[]> {
  const answer = await db.raw(sql, bindings as Knex.RawBinding[])
  return isMysql(db) ? answer[0] : answer
}

/** `{ alias: 'table.column' }` as the list after `SELECT`. */
export function columnList(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([alias, column]) => `${column} AS ${alias}`)
    .join(', ')
}
