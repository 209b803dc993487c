import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Knex } from 'knex'
import { isMysql } from '../../lib/dialect.ts'
import { readExtras } from '../../lib/messages.row.ts'
import { select } from '../../lib/select.ts'
import { formatHead, nextHead, selectLast } from './search.flush.mysql.ts'

/** A room, how far it is, and how far the index knows it. */
export type RoomProgress = {
  roomId: number
  rev: number
  lastSeq: number
  indexedRev: number
  indexedSeq: number
}

/** What the index takes from a message. */
export type Source = {
  seq: number
  authorId: number
  body: string
  createdAt: number
  isPost: boolean
  isDeleted: boolean
  mentions: boolean
  attachments: Attachment[]
}

export type NewDocument = {
  firstSeq: number
  lastSeq: number
  firstAt: number
  lastAt: number
  tokens: ReadonlySet<string>
}

type ProgressRow = {
  room_id: number
  rev: number
  last_seq: number
  indexed_rev: number | string
  indexed_seq: number | string
}

const progressSql = `
  SELECT rooms.id AS room_id, rooms.rev, rooms.last_seq,
    COALESCE(search_progress.indexed_rev, 0) AS indexed_rev, COALESCE(search_progress.indexed_seq, 0) AS indexed_seq
  FROM rooms LEFT JOIN search_progress ON search_progress.room_id = rooms.id`

/** The rooms that have something which the index does not know. Of a deleted room nothing is to be known. */
export async function selectBehind(db: Knex): Promise<RoomProgress[]> {
  const behind = 'WHERE rooms.rev > COALESCE(search_progress.indexed_rev, 0) AND rooms.deleted_at IS NULL'
  return (await select<ProgressRow>(db, `${progressSql} ${behind}`, [])).map(toProgress)
}

/**
 * Takes a room for this transaction: another server that wants it waits. Undefined when the room is gone.
 * The room's own row is only looked at, for those who post there want to lock it.
 */
export async function lockProgress(trx: Knex, roomId: number): Promise<RoomProgress | undefined> {
  const lock = isMysql(trx) ? ' FOR UPDATE' : ''
  await select(trx, `SELECT room_id FROM search_progress WHERE room_id = ?${lock}`, [roomId])
  const [row] = await select<ProgressRow>(trx, `${progressSql} WHERE rooms.id = ?`, [roomId])
  return row && toProgress(row)
}

/** Rooms that the index hears of for the first time. */
export async function insertProgress(db: Knex, roomId: number): Promise<void> {
  const ignore = isMysql(db) ? 'INSERT IGNORE' : 'INSERT OR IGNORE'
  await db.raw(
    `${ignore} INTO search_progress (room_id, indexed_rev, indexed_seq) SELECT id, 0, 0 FROM rooms WHERE id = ?`,
    [roomId],
  )
}

export async function updateProgress(
  trx: Knex,
  { roomId, indexedRev, indexedSeq }: Pick<RoomProgress, 'roomId' | 'indexedRev' | 'indexedSeq'>,
): Promise<void> {
  await trx('search_progress')
    .where({ room_id: roomId })
    .update({ indexed_rev: indexedRev, indexed_seq: indexedSeq, indexed_at: Date.now() })
}

function toProgress(row: ProgressRow): RoomProgress {
  return {
    roomId: row.room_id,
    rev: row.rev,
    lastSeq: row.last_seq,
    // What COALESCE makes is a decimal for MySQL, and comes as text.
    indexedRev: Number(row.indexed_rev),
    indexedSeq: Number(row.indexed_seq),
  }
}

type SourceRow = {
  seq: number
  author_id: number
  notice: string | null
  body: string
  created_at: number
  deleted_at: number | null
  extras: string | null
}

const sources = 'SELECT seq, author_id, notice, body, created_at, deleted_at, extras FROM messages'

export const sourcesSql = `${sources} WHERE room_id = ? AND seq BETWEEN ? AND ?`

/** Messages by address, in order. */
export async function selectSources(
  db: Knex,
  roomId: number,
  first: number,
  last: number,
): Promise<Source[]> {
  const rows = await select<SourceRow>(db, sourcesSql, [roomId, first, last])
  return rows.map(toSource).sort((a, b) => a.seq - b.seq)
}

/** Messages up to `lastSeq` that were edited or deleted, and changed after one `rev` up to another. */
export async function selectChanged(
  db: Knex,
  roomId: number,
  revs: { after: number; upTo: number },
  lastSeq: number,
): Promise<Source[]> {
  const sql = `${sources} WHERE room_id = ? AND rev BETWEEN ? AND ? AND seq <= ?
    AND (edited_at IS NOT NULL OR deleted_at IS NOT NULL)`
  return (await select<SourceRow>(db, sql, [roomId, revs.after + 1, revs.upTo, lastSeq])).map(toSource)
}

function toSource(row: SourceRow): Source {
  const { mentions, mentionsRoom, attachments = [] } = readExtras(row.extras)
  return {
    seq: row.seq,
    authorId: row.author_id,
    body: row.body,
    createdAt: row.created_at,
    isPost: row.notice === null,
    isDeleted: row.deleted_at !== null,
    mentions: mentionsRoom === true || (mentions?.length ?? 0) > 0,
    attachments,
  }
}

/** The stretches of the documents that hold a message. */
export async function selectHolding(
  db: Knex,
  roomId: number,
  seq: number,
  longest: number,
): Promise<{ id: number; firstSeq: number; lastSeq: number }[]> {
  const sql = `SELECT FTS_DOC_ID AS id, first_seq, last_seq FROM search_documents
    WHERE room_id = ? AND first_seq BETWEEN ? AND ? AND last_seq >= ? AND stale_at IS NULL`
  type Row = { id: number; first_seq: number; last_seq: number }
  const rows = await select<Row>(db, sql, [roomId, seq - longest + 1, seq, seq])
  return rows.map(({ id, first_seq, last_seq }) => ({ id, firstSeq: first_seq, lastSeq: last_seq }))
}

export async function insertDocuments(
  trx: Knex,
  roomId: number,
  documents: readonly NewDocument[],
): Promise<void> {
  if (documents.length === 0) return
  if (isMysql(trx)) {
    let { head, size } = await selectLast(trx)
    const rows = documents.map(document => {
      head = nextHead(head, size)
      const tokens = [formatHead(head), ...document.tokens].join(' ')
      size = tokens.length
      return { ...toRow(roomId, document), tokens }
    })
    await trx('search_documents').insert(rows)
    return
  }
  for (const document of documents) {
    const [id] = await trx('search_documents').insert(toRow(roomId, document))
    await trx.raw('INSERT INTO search_tokens (rowid, tokens) VALUES (?, ?)', [
      id!,
      [...document.tokens].join(' '),
    ])
  }
}

function toRow(roomId: number, { firstSeq, lastSeq, firstAt, lastAt }: NewDocument) {
  return { room_id: roomId, first_seq: firstSeq, last_seq: lastSeq, first_at: firstAt, last_at: lastAt }
}

export async function markStale(trx: Knex, ids: readonly number[], now: number): Promise<void> {
  if (ids.length > 0) await trx('search_documents').whereIn('FTS_DOC_ID', ids).update({ stale_at: now })
}

/** Removes what newer documents have stood for since this time, some at once. */
export async function deleteStale(db: Knex, before: number): Promise<void> {
  const rows = await select<{ id: number }>(
    db,
    'SELECT FTS_DOC_ID AS id FROM search_documents WHERE stale_at < ? ORDER BY stale_at LIMIT 200',
    [before],
  )
  if (rows.length === 0) return
  await db('search_documents')
    .whereIn(
      'FTS_DOC_ID',
      rows.map(({ id }) => id),
    )
    .delete()
}
