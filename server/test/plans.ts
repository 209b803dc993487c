/** How a database means to answer a query. */
import type { Knex } from 'knex'
import { isMysql } from '../src/lib/dialect.ts'
import { select } from '../src/lib/select.ts'

type MysqlStep = { table: string; type: string; key: string | null; rows: number; Extra: string | null }

export async function explain(
  db: Knex,
  sql: string,
  bindings: (string | number)[],
): Promise<{
  messages?: string
  unread?: string
  later?: string
  members?: string
  sorts: boolean
  scans: boolean
}> {
  return isMysql(db) ? explainMysql(db, sql, bindings) : explainSqlite(db, sql, bindings)
}

async function explainMysql(db: Knex, sql: string, bindings: (string | number)[]) {
  const steps = await select<MysqlStep>(db, `EXPLAIN ${sql}`, bindings)
  const indexes = Object.fromEntries(
    steps.map(({ table, key, type, rows }) => [table, `${key} ${type} ${rows}`]),
  )
  return {
    ...indexes,
    sorts: steps.some(({ Extra }) => Extra?.includes('filesort') || Extra?.includes('temporary')),
    scans: steps.some(({ type }) => type === 'ALL' || type === 'index'),
  }
}

async function explainSqlite(db: Knex, sql: string, bindings: (string | number)[]) {
  const steps = await select<{ detail: string }>(db, `EXPLAIN QUERY PLAN ${sql}`, bindings)
  const details = steps.map(({ detail }) => detail)
  const indexes = details.flatMap(detail => {
    const [, table, how] = detail.match(/^(?:SEARCH|SCAN) (\w+) USING (.*)/) ?? []
    return table ? [[table, how] as const] : []
  })
  return {
    ...Object.fromEntries(indexes),
    sorts: details.some(detail => detail.includes('TEMP B-TREE')),
    scans: details.some(detail => detail.startsWith('SCAN')),
  }
}
