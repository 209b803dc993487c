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

/** One step of a plan; `walks` when it takes longer the more there is in a table. */
export type Step = { text: string; walks: boolean }

/** What a statement with a limit reads along an index, at most. */
const fewRows = 200

/** Every step of a statement's plan. */
export async function explainSteps(db: Knex, sql: string, bindings: (string | number)[]): Promise<Step[]> {
  if (isMysql(db)) {
    const steps = await select<MysqlStep>(db, `EXPLAIN ${sql}`, bindings)
    return steps.map(({ table, type, key, rows }) => {
      return {
        text: `${table} ${type} ${key} ${rows}`,
        walks: type === 'ALL' || (type === 'index' && rows > fewRows),
      }
    })
  }
  const steps = await select<{ detail: string }>(db, `EXPLAIN QUERY PLAN ${sql}`, bindings)
  const isLimited = /\blimit\b/i.test(sql)
  // A virtual table is scanned by what it is asked to match, and an index in its order as far as a limit says.
  return steps.map(({ detail }) => {
    const isAsked = / VIRTUAL TABLE INDEX \d+:M/.test(detail) || (isLimited && / USING .*INDEX /.test(detail))
    return { text: detail, walks: /^SCAN (?!CONSTANT ROW)/.test(detail) && !isAsked }
  })
}
