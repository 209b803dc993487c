/**
 * InnoDB keeps the newest documents of a full-text index in memory, and moves them to disk once they are many. It clears the memory
 * before what it wrote can be seen, so that for some milliseconds, or longer where the machine is busy, a query
 * finds none of them. (Seen on MariaDB 10.11: one query in a thousand, while documents come in.)
 *
 * So while documents come in, a search looks at the newest ones first, and then at all, these among them. Between the two it
 * makes sure that no such moment is now. Then none hides a document from both: the moment of the first look is over, and what was
 * moved once stays in sight.
 *
 * For that each document begins with two tokens. Its mark is its own: where the mark of a document that is there is not found, a
 * moment is now. Its generation says how new it is.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Knex } from 'knex'
import { select } from '../../lib/select.ts'

/** After this long without a new document nothing moves, in milliseconds. Moving what the memory holds takes less than one second. */
const settling = 15_000

/** How long a moment is waited for, in milliseconds. */
const patience = 3_000

/** A generation ends with the document that fills it, in bytes of tokens. */
const fullGeneration = 256 * 1024

/**
 * So many generations may be in memory. InnoDB begins to move when it holds a tenth of `innodb_ft_cache_size` (8 MB), in which a token
 * takes five bytes at least, and ten times as many when it is the first of its kind.
 */
const movable = 6

/**
 * How far back documents are asked for their marks, in documents. Those that came in since a moment began show nothing, and as many
 * before them do, so that distances which double are enough.
 */
const distances = [0, 1, 3, 7, 15, 31, 63, 127]

/** How a document begins: its mark, which also says how much of its generation came before it, in bytes, and its generation. */
export type Head = { mark: string; generation: number; before: number }

const startOfHead = "SUBSTRING_INDEX(tokens, ' ', 2)"

export const formatHead = ({ mark, generation, before }: Head) =>
  `${mark}x${before} ${generationToken(generation)}`

const generationToken = (generation: number) => `qn${String(generation).padStart(2, '0')}`

/** Documents of before there were heads were moved long ago, and have none. */
function parseHead(head: string): Head | undefined {
  const [, mark, before, generation] = /^(qu[0-9a-f]+)x(\d+) qn(\d+)$/.exec(head) ?? []
  return mark === undefined ? undefined : { mark, generation: Number(generation), before: Number(before) }
}

/**
 * @param size what the tokens of the document before it take, in bytes
 * @returns the head of a document that comes after another one, or after none
 */
export function nextHead(last: Head | undefined, size: number): Head {
  const mark = `qu${randomBytes(8).toString('hex')}`
  if (!last) return { mark, generation: 0, before: 0 }
  const before = last.before + size
  return before < fullGeneration
    ? { mark, generation: last.generation, before }
    : { mark, generation: last.generation + 1, before: 0 }
}

/** The newest document: its head, and what its tokens take, in bytes. */
export async function selectLast(db: Knex): Promise<{ head: Head | undefined; size: number }> {
  const [row] = await select<{ head: string; size: number }>(
    db,
    `SELECT ${startOfHead} AS head, LENGTH(tokens) AS size
      FROM search_documents ORDER BY FTS_DOC_ID DESC LIMIT 1`,
    [],
  )
  return { head: row && parseHead(row.head), size: row?.size ?? 0 }
}

/**
 * Looks for documents among the newest ones, while they may be moved; the others are looked for after that. Finds none while
 * nothing can move.
 * @param look is given tokens of which each of these documents has one
 */
export async function lookAtNewest<Found>(
  db: Knex,
  look: (generations: string[]) => Promise<Found[]>,
): Promise<Found[]> {
  if (!(await isFilling(db))) return []
  const heads = await selectHeads(db)
  const newest = heads[0]?.generation
  if (newest === undefined) return []
  const oldest = Math.max(0, newest - movable + 1)
  const generations = Array.from({ length: newest - oldest + 1 }, (_, n) => generationToken(oldest + n))
  const found = await look(generations)
  await untilInSight(db, heads)
  return found
}

export const fillingSql = 'SELECT MAX(indexed_at) AS at FROM search_progress'

async function isFilling(db: Knex): Promise<boolean> {
  const [row] = await select<{ at: number | null }>(db, fillingSql, [])
  return Date.now() - (row?.at ?? 0) < settling
}

/** The heads of some of the newest documents, the newest first. */
async function selectHeads(db: Knex): Promise<Head[]> {
  const ids = await select<{ id: number }>(
    db,
    'SELECT FTS_DOC_ID AS id FROM search_documents ORDER BY FTS_DOC_ID DESC LIMIT ?',
    [distances.at(-1)! + 1],
  )
  const asked = distances.flatMap(distance => ids[distance]?.id ?? [])
  if (asked.length === 0) return []
  const rows = await select<{ head: string }>(
    db,
    `SELECT ${startOfHead} AS head FROM search_documents
      WHERE FTS_DOC_ID IN (${asked.map(Number)}) ORDER BY FTS_DOC_ID DESC`,
    [],
  )
  return rows.flatMap(({ head }) => parseHead(head) ?? [])
}

async function untilInSight(db: Knex, some: readonly Head[]): Promise<void> {
  const end = performance.now() + patience
  // Documents may be deleted meanwhile, so others are asked for each time.
  for (let heads = some; !(await areInSight(db, heads)); heads = await selectHeads(db)) {
    if (performance.now() > end) return
    await pause(5)
  }
}

async function areInSight(db: Knex, heads: readonly Head[]): Promise<boolean> {
  const marks = heads.map(head => formatHead(head).split(' ')[0])
  const seen = await select(
    db,
    'SELECT FTS_DOC_ID FROM search_documents WHERE MATCH (tokens) AGAINST (? IN BOOLEAN MODE)',
    [marks.join(' ')],
  )
  return seen.length >= heads.length
}
