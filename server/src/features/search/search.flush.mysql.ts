/**
 * InnoDB keeps the newest documents of a full-text index in memory, and moves them to disk once they are many. It clears the memory
 * before what it wrote can be seen, so that for some milliseconds, or longer where the machine is busy, a query
 * finds none of them. (Seen on MariaDB 10.11: one query in a thousand, while documents come in.)
 *
 * Each document carries a mark. While documents come in, whoever looks for some asks for the marks of the newest ones, too; where one
 * is missing, such a moment is now, and is waited for. Then the look is taken again: a moment in the first one is over by
 * then, and the next is far, for it takes a memory full of documents.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { select } from '../../lib/select.ts'

/** After this long without a new document nothing moves, in milliseconds. */
const settling = 60_000

/** So many of the newest documents are asked for: more than come in while one such moment lasts. */
const asked = 100

/** How long a moment is waited for, in milliseconds. */
const patience = 3_000

/** A token that no other document has. */
export const newMark = () => `qu${randomBytes(8).toString('hex')}`

/** Takes a look at the index, and a second one where the first may have missed something. */
export async function lookSurely<Found extends { id: number }>(
  db: Knex,
  look: () => Promise<Found[]>,
): Promise<Found[]> {
  const found = await look()
  if (!(await isFilling(db))) return found
  await untilWhole(db)
  const all = new Map([...found, ...(await look())].map(one => [one.id, one]))
  return [...all.values()]
}

export const fillingSql = 'SELECT MAX(indexed_at) AS at FROM search_progress'

async function isFilling(db: Knex): Promise<boolean> {
  const [row] = await select<{ at: number | null }>(db, fillingSql, [])
  return Date.now() - (row?.at ?? 0) < settling
}

async function untilWhole(db: Knex): Promise<void> {
  const end = performance.now() + patience
  while ((await isMoving(db)) && performance.now() < end) await pause(5)
}

async function isMoving(db: Knex): Promise<boolean> {
  type Row = { id: number; mark: string }
  const newest = await select<Row>(
    db,
    `SELECT FTS_DOC_ID AS id, SUBSTRING_INDEX(tokens, ' ', 1) AS mark
      FROM search_documents ORDER BY FTS_DOC_ID DESC LIMIT ?`,
    [asked],
  )
  // Documents of before there were marks were moved long ago.
  const marked = newest.filter(({ mark }) => mark.startsWith('qu'))
  if (marked.length === 0) return false
  const seen = await select<{ id: number }>(
    db,
    'SELECT FTS_DOC_ID AS id FROM search_documents WHERE MATCH (tokens) AGAINST (? IN BOOLEAN MODE)',
    [marked.map(({ mark }) => mark).join(' ')],
  )
  const ids = new Set(seen.map(({ id }) => id))
  return marked.some(({ id }) => !ids.has(id))
}
