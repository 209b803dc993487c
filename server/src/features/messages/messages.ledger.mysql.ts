/**
 * Two round trips for each group, whatever its size: lock and look up; insert, count and commit. A single post goes with one
 * where it can be guessed what the first would find. They need several statements in one packet, which only this connection
 * may send; every value in them is a number, a UUID or escaped.
 */
import type { MemberRole } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import { type Connection, createConnection, escape as escapeText, type ResultSetHeader } from 'mysql2'
import {
  type AttachmentRow,
  attachmentColumns,
  copiedColumns,
  toAttachment,
} from '../../lib/attachments.row.ts'
import { isConnectionLost } from '../../lib/database-errors.ts'
import { storeExtras } from '../../lib/messages.row.ts'
import { answerTimeout } from '../../lib/mysql-client.ts'
import { columnList } from '../../lib/select.ts'
import { uuidToHex } from '../../lib/uuid.ts'
import { createGuesses, type Guess } from './messages.ledger.guesses.ts'
import {
  attachmentIdsOf,
  type Carried,
  type Counters,
  type Draft,
  type Entry,
  type LockedAttachment,
  type LockedRooms,
  type MessageLedger,
  mentioningOf,
  roomIdsOf,
} from './messages.ledger.ts'

/**
 * Back-slashes escape in every mode but one, so the mode is set here, whatever the server's default is. Each answer wakes both
 * sides, so transactions begin by themselves.
 */
const session = `
  SET NAMES utf8mb4 COLLATE utf8mb4_bin;
  SET SESSION autocommit = 0;
  SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 2;
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED`

export function createMysqlLedger(db: Knex): MessageLedger {
  const { connection: shared } = db.client.config
  const own = {
    multipleStatements: true,
    rowsAsArray: true,
    connectTimeout: 3_000,
    // The values are in the statements already: nobody shall look for places to put more.
    queryFormat: (sql: string) => sql,
  }
  // Knex hides the password from being listed, and so from being copied.
  const settings = { ...shared, password: shared.password, ...own }
  const guesses = createGuesses()
  let connection: Connection | undefined

  async function connect(): Promise<Connection> {
    if (connection) return connection
    const opened = createConnection(settings)
    // Every failure also reaches the query that waits for it; a connection that fails at rest is opened anew.
    opened.on('error', () => forget(opened))
    await ask(opened, session).catch(error => {
      forget(opened)
      throw error
    })
    connection = opened
    return opened
  }

  function forget(broken: Connection) {
    broken.destroy()
    if (connection === broken) connection = undefined
  }

  async function writeLocked(current: Connection, drafts: readonly Draft[], enter: Enter) {
    const [rooms, members, attachments = []] = (await ask(current, lockSql(drafts))) as [
      RoomValues[],
      MemberValues[],
      AttachmentValues[]?,
    ]
    const locked = toLockedRooms(rooms, members, attachments)
    const found = new Map([...locked.counters].map(([id, counters]) => [id, { ...counters }]))
    const entries = enter(locked)
    await ask(current, entries.length > 0 ? writeSql(entries, locked) : 'ROLLBACK')
    if (entries.length > 0)
      for (const [id, counters] of locked.counters) guesses.learn(id, found.get(id)!, counters)
  }

  /** @returns whether the guess was right; when it was not, nothing is written */
  async function writeGuessed(current: Connection, guess: Guess, enter: Enter): Promise<boolean> {
    const [entry] = enter(guess.rooms)
    if (!entry) return false
    const { roomId } = entry.message
    const [, inserted] = (await ask(current, guessSql(entry, guess))) as ResultSetHeader[]
    if (inserted!.affectedRows === 1) guesses.confirm(roomId, guess.rooms.countersOf(roomId)!)
    else guesses.forget(roomId)
    return inserted!.affectedRows === 1
  }

  return {
    async write(drafts, enter) {
      const current = await connect()
      try {
        const guess = guesses.make(drafts)
        if (guess && (await writeGuessed(current, guess, enter))) return
        await writeLocked(current, drafts, enter)
      } catch (error) {
        if (isConnectionLost(error)) forget(current)
        else await ask(current, 'ROLLBACK').catch(() => forget(current))
        throw error
      }
    },
    async close() {
      connection?.end()
    },
  }
}

type Enter = Parameters<MessageLedger['write']>[1]

function ask(connection: Connection, sql: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query({ sql, timeout: answerTimeout }, (error, answer) =>
      error ? reject(error) : resolve(answer),
    )
  })
}

function lockSql(drafts: readonly Draft[]): string {
  const roomIds = roomIdsOf(drafts)
  const rooms = `SELECT id, last_seq, rev, post_count, announcement FROM rooms WHERE id IN (${roomIds}) ORDER BY id FOR UPDATE`
  const members = `SELECT room_id, account_id, role FROM members WHERE ${authorsOf(drafts)}`
  return [rooms, members, ...lockAttachmentsSql(drafts)].join('; ')
}

function lockAttachmentsSql(drafts: readonly Draft[]): string[] {
  const ids = attachmentIdsOf(drafts).map(hexOf)
  return ids.length ? [`SELECT ${attachmentList} FROM attachments WHERE id IN (${ids}) FOR UPDATE`] : []
}

const attachmentList = `room_id, account_id, message_seq, ${columnList(attachmentColumns)}`

/** The condition that finds the authors among the members, by primary key. */
function authorsOf(drafts: readonly Draft[]): string {
  const accountIds = new Map<number, Set<number>>()
  for (const { roomId, author } of drafts) {
    const authors = accountIds.get(roomId)
    if (authors) authors.add(author.id)
    else accountIds.set(roomId, new Set([author.id]))
  }
  return [...accountIds]
    .map(([roomId, ids]) => `(room_id = ${roomId} AND account_id IN (${[...ids]}))`)
    .join(' OR ')
}

type Locked = LockedRooms & { counters: ReadonlyMap<number, Counters> }

/** Rows come as arrays: `id, last_seq, rev, post_count, announcement` and `room_id, account_id, role`. */
type RoomValues = [number, number, number, number, number]
type MemberValues = [number, number, MemberRole]
/** `room_id, account_id, message_seq`, and what makes an attachment. */
type AttachmentValues = [number, number, number | null, ...AttachmentRow[keyof AttachmentRow][]]

function toLockedRooms(
  rooms: RoomValues[],
  members: MemberValues[],
  attachments: AttachmentValues[],
): Locked {
  const counters = new Map<number, Counters>()
  for (const [id, lastSeq, rev, postCount, announcement] of rooms)
    counters.set(id, { lastSeq, rev, postCount, announcement: announcement === 1 })
  const roles = new Map<number, Map<number, MemberRole>>()
  for (const [roomId, accountId, role] of members) {
    const inRoom = roles.get(roomId)
    if (inRoom) inRoom.set(accountId, role)
    else roles.set(roomId, new Map([[accountId, role]]))
  }
  const known = new Map(attachments.map(values => toLockedAttachment(values)))
  return {
    counters,
    countersOf: roomId => counters.get(roomId),
    roleOf: (roomId, accountId) => roles.get(roomId)?.get(accountId),
    attachmentOf: id => known.get(id),
  }
}

function toLockedAttachment([roomId, accountId, seq, ...values]: AttachmentValues): [
  string,
  LockedAttachment,
] {
  const row = Object.fromEntries(Object.keys(attachmentColumns).map((name, n) => [name, values[n]]))
  const attachment = toAttachment(row as AttachmentRow)
  return [attachment.id, { attachment, roomId, accountId, isPosted: seq !== null }]
}

/** Where the room or its author's membership is not as guessed, no row moves, and none is inserted. */
function guessSql(entry: Entry, { counters: guessed, rooms }: Guess): string {
  const { roomId, author } = entry.message
  const { lastSeq, rev, postCount } = rooms.countersOf(roomId)!
  const isAsGuessed = `id = ${roomId} AND last_seq = ${guessed.lastSeq} AND rev = ${guessed.rev}
    AND post_count = ${guessed.postCount} AND announcement = 0`
  const isMember = `EXISTS (SELECT 1 FROM members WHERE room_id = ${roomId} AND account_id = ${author.id})`
  return `UPDATE rooms SET last_seq = ${lastSeq}, rev = ${rev}, post_count = ${postCount} WHERE ${isAsGuessed} AND ${isMember};
    INSERT INTO messages (${messageColumns}) SELECT ${valuesOf(entry)} FROM DUAL WHERE ROW_COUNT() = 1;
    COMMIT`
}

function writeSql(entries: readonly Entry[], { counters }: Locked): string {
  const inserts = `INSERT INTO messages (${messageColumns}) VALUES ${entries.map(entry => `(${valuesOf(entry)})`).join(',')}`
  const updates = [...counters].map(
    ([id, { lastSeq, rev, postCount }]) =>
      `UPDATE rooms SET last_seq = ${lastSeq}, rev = ${rev}, post_count = ${postCount} WHERE id = ${id}`,
  )
  const attachments = entries.flatMap(attachmentsSql)
  return [inserts, ...mentionsSql(entries), ...attachments, ...updates, 'COMMIT'].join(';')
}

function mentionsSql(entries: readonly Entry[]): string[] {
  const values = entries.flatMap(({ message: { roomId, seq, mentions = [] } }) =>
    mentions.map(({ id }) => `(${roomId},${seq},${id})`),
  )
  return values.length ? [`INSERT INTO mentions (room_id, seq, account_id) VALUES ${values.join(',')}`] : []
}

const messageColumns =
  'room_id, seq, rev, author_id, client_id, notice, body, created_at, reply_to, mentioning, extras'

/** They are locked, so every one of these statements finds what it names. */
function attachmentsSql({ message: { roomId, seq, author, createdAt }, carried }: Entry): string[] {
  return carried.map(({ id, copyOf }: Carried, position) =>
    copyOf
      ? `INSERT INTO attachments (id, room_id, account_id, message_seq, position, created_at, ${copiedColumns})
         SELECT ${hexOf(id)}, ${roomId}, ${author.id}, ${seq}, ${position}, ${createdAt}, ${copiedColumns}
         FROM attachments WHERE id = ${hexOf(copyOf)}`
      : `UPDATE attachments SET message_seq = ${seq}, position = ${position} WHERE id = ${hexOf(id)}`,
  )
}

const hexOf = (uuid: string) => `X'${uuidToHex(uuid)}'`

function valuesOf({ draft, message }: Entry): string {
  const { roomId, seq, rev, author, createdAt } = message
  const clientId = hexOf(draft.clientId)
  const notice = draft.notice ? `'${draft.notice}'` : 'NULL'
  const words = `${notice},${escapeText(draft.body)},${createdAt}`
  return `${roomId},${seq},${rev},${author.id},${clientId},${words},${extrasOf(draft)}`
}

function extrasOf({ extras }: Draft): string {
  if (!extras) return 'NULL,NULL,NULL'
  const stored = storeExtras(extras)
  const json = stored === null ? 'NULL' : escapeText(stored)
  return `${extras.replyTo?.seq ?? 'NULL'},${mentioningOf(extras) ?? 'NULL'},${json}`
}
