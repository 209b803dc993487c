import type { Message } from '@chatter/shared/messages.ts'
import { searchedText } from '@chatter/shared/search.match.ts'
import type { Knex } from 'knex'
import { isMysql } from '../../lib/dialect.ts'
import { escapeLike } from '../../lib/like.ts'
import { type MessageRow, messageColumns, readExtras, toMessage } from '../../lib/messages.row.ts'
import { columnList, select } from '../../lib/select.ts'
import { lookAtNewest } from './search.flush.mysql.ts'
import { toBooleanMode, toFts5, type Wanted } from './search.fulltext.ts'

/** A room of a person, and how far the index knows it. */
export type SearchedRoom = {
  roomId: number
  rev: number
  lastSeq: number
  indexedRev: number
  indexedSeq: number
}

/** Where messages stand that may be wanted. */
export type Place = { roomId: number; firstSeq: number; lastSeq: number }

/** A place that the index suggests. */
export type Candidate = Place & { id: number; firstAt: number; lastAt: number }

export const roomsSql = `
  SELECT rooms.id AS room_id, rooms.rev, rooms.last_seq, search_progress.indexed_rev, search_progress.indexed_seq
  FROM members
  JOIN rooms ON rooms.id = members.room_id
  LEFT JOIN search_progress ON search_progress.room_id = rooms.id
  WHERE members.account_id = ?`

/** The rooms that a person is in; or the one of them that is named. */
export async function selectRooms(db: Knex, accountId: number, roomId?: number): Promise<SearchedRoom[]> {
  type Row = {
    room_id: number
    rev: number
    last_seq: number
    indexed_rev: number | null
    indexed_seq: number | null
  }
  const only = roomId === undefined ? '' : ' AND members.room_id = ?'
  const bindings = roomId === undefined ? [accountId] : [accountId, roomId]
  const rows = await select<Row>(db, roomsSql + only, bindings)
  return rows.map(row => ({
    roomId: row.room_id,
    rev: row.rev,
    lastSeq: row.last_seq,
    indexedRev: row.indexed_rev ?? 0,
    indexedSeq: row.indexed_seq ?? 0,
  }))
}

/** What candidates are looked for. Those that begin after `upTo` or ended before `from` are not. */
export type Look = { wanted: Wanted; roomIds: readonly number[]; from: number; upTo: number }

type CandidateRow = {
  id: number
  room_id: number
  first_seq: number
  last_seq: number
  first_at: number
  last_at: number
}

/** How long the index may look for tokens that are everywhere, in milliseconds. */
const matchTimeout = 30_000

/** Candidates in no order, as the index has them. */
export async function selectCandidates(db: Knex, look: Look): Promise<Candidate[]> {
  const { sql, bindings } = candidatesSql(db, look)
  return (await select<CandidateRow>(db, sql, bindings, matchTimeout)).map(toCandidate)
}

/** Candidates among the newest documents, which {@link selectCandidates} may miss just after this; the database decides whether it can. */
export async function selectNewest(db: Knex, look: Look): Promise<Candidate[]> {
  if (!isMysql(db)) return []
  return lookAtNewest(db, generations => {
    return selectCandidates(db, { ...look, wanted: { ...look.wanted, within: generations } })
  })
}

export function candidatesSql(db: Knex, { wanted, roomIds, from, upTo }: Look) {
  const mysql = isMysql(db)
  const holds = mysql
    ? 'MATCH (tokens) AGAINST (? IN BOOLEAN MODE)'
    : 'FTS_DOC_ID IN (SELECT rowid FROM search_tokens WHERE search_tokens MATCH ?)'
  const sql = `${candidates} WHERE ${holds} AND first_at <= ? AND last_at >= ? AND ${isIn(roomIds)}`
  return { sql, bindings: [mysql ? toBooleanMode(wanted) : toFts5(wanted), upTo, from] }
}

/** Candidates when no token is asked for: those that ended last, beginning with those that ended at `endedBy`. */
export async function selectLatest(
  db: Knex,
  { roomIds, from, upTo }: Omit<Look, 'wanted'>,
  endedBy: number,
  limit: number,
): Promise<Candidate[]> {
  const sql = latestSql(roomIds)
  return (await select<CandidateRow>(db, sql, [from, endedBy, upTo, limit])).map(toCandidate)
}

export const latestSql = (roomIds: readonly number[]) => `
  ${candidates} WHERE last_at BETWEEN ? AND ? AND first_at <= ? AND ${isIn(roomIds)}
  ORDER BY last_at DESC, FTS_DOC_ID DESC LIMIT ?`

const candidates =
  'SELECT FTS_DOC_ID AS id, room_id, first_seq, last_seq, first_at, last_at FROM search_documents'

/**
 * When documents ended: the newest, the one before which `recent` others came, and the oldest; and how many there are at most.
 * Undefined without any.
 */
export type Span = { newest: number; earlier: number; oldest: number; count: number }

export const spanSql = `
  SELECT last_at, (SELECT MIN(last_at) FROM search_documents) AS oldest,
    (SELECT MAX(FTS_DOC_ID) FROM search_documents) AS count
  FROM search_documents ORDER BY last_at DESC LIMIT ?`

export async function selectSpan(db: Knex, recent: number): Promise<Span | undefined> {
  type Row = { last_at: number; oldest: number; count: number }
  const rows = await select<Row>(db, spanSql, [recent])
  const [first, last] = [rows[0], rows.at(-1)]
  return (
    first &&
    last && { newest: first.last_at, earlier: last.last_at, oldest: first.oldest, count: first.count }
  )
}

export const endedSql = 'SELECT COUNT(*) AS count FROM search_documents WHERE last_at BETWEEN ? AND ?'

/** How many documents ended between two times. */
export async function countEnded(db: Knex, from: number, upTo: number): Promise<number> {
  const [row] = await select<{ count: number }>(db, endedSql, [from, upTo])
  return row!.count
}

function toCandidate(row: CandidateRow): Candidate {
  return {
    id: row.id,
    roomId: row.room_id,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }
}

/** Identities are numbers of our own, so they may stand in the statement. */
function isIn(roomIds: readonly number[]): string {
  return `room_id IN (${roomIds.map(Number)})`
}

/** Everything in a room that changed after one `rev` up to another. */
export type Changes = { roomId: number; afterRev: number; upToRev: number }

/** Which posts of a place are wanted. */
export type Sieve = {
  from?: number
  before?: number
  after?: number
  /** What their words, or the names of their files, hold literally. Others may be left out, which saves sending them here. */
  holding: readonly string[]
}

/**
 * Posts that stand, of these places, as far as the person is in their rooms at this instant. Places are ranges of the primary
 * key, changes are ranges of the index by `rev`: all of one kind.
 */
export async function selectPosts(
  db: Knex,
  accountId: number,
  places: readonly Place[] | readonly Changes[],
  { from, before, after, holding }: Sieve,
): Promise<{ text: string; toMessage: () => Message }[]> {
  type Condition = [sql: string, ...values: (string | number)[]]
  const sieve: Condition[] = [
    ...(from === undefined ? [] : [['messages.author_id = ?', from] as Condition]),
    ...(before === undefined ? [] : [['messages.created_at < ?', before] as Condition]),
    ...(after === undefined ? [] : [['messages.created_at >= ?', after] as Condition]),
    ...holding.map(words => [holds, `%${escapeLike(words)}%`, `%${escapeLike(words)}%`] as Condition),
  ]
  const sql = [postsSql(db, places), ...sieve.map(([condition]) => condition)].join(' AND ')
  const rows = await select<MessageRow>(db, sql, [accountId, ...sieve.flatMap(([, ...values]) => values)])
  return rows.map(row => ({ text: textOf(row), toMessage: () => toMessage(row) }))
}

/** The names of files stand in the extras, where letters are as they are written. */
const holds = "(messages.body LIKE ? ESCAPE '!' OR messages.extras LIKE ? ESCAPE '!')"

/** Reading the extras of every row would take longer than all the rest, and few tell of files. */
function textOf({ message_body: body, message_extras: extras }: MessageRow): string {
  return extras?.includes('"attachments":') ? searchedText({ body, ...readExtras(extras) }) : body
}

/**
 * The messages first, by the ranges that are named, then who wrote them and whether the person is there: MySQL would begin with
 * the person's rooms, and walk through all of each.
 */
export function postsSql(db: Knex, places: readonly Place[] | readonly Changes[]): string {
  const ranges = places.map(place =>
    'firstSeq' in place
      ? `messages.room_id = ${+place.roomId} AND messages.seq BETWEEN ${+place.firstSeq} AND ${+place.lastSeq}`
      : `messages.room_id = ${+place.roomId} AND messages.rev BETWEEN ${place.afterRev + 1} AND ${+place.upToRev}`,
  )
  const index = places[0] && 'firstSeq' in places[0] ? 'PRIMARY' : 'messages_room_id_rev_unique'
  const [begin, hint, join] = isMysql(db)
    ? ['SELECT STRAIGHT_JOIN', ` FORCE INDEX (${index})`, 'JOIN']
    : ['SELECT', '', 'CROSS JOIN']
  return `${begin} ${columnList(messageColumns)}
    FROM messages${hint}
    ${join} members ON members.room_id = messages.room_id AND members.account_id = ?
    ${join} accounts AS authors ON authors.id = messages.author_id
    WHERE (${ranges.join(' OR ')}) AND messages.notice IS NULL AND messages.deleted_at IS NULL`
}

/** The places of what is pinned in these rooms. */
export async function selectPins(db: Knex, roomIds: readonly number[]): Promise<Place[]> {
  const sql = `SELECT room_id, seq FROM pins WHERE ${isIn(roomIds)}`
  const rows = await select<{ room_id: number; seq: number }>(db, sql, [])
  return rows.map(({ room_id, seq }) => ({ roomId: room_id, firstSeq: seq, lastSeq: seq }))
}
