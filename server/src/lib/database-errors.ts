/** What the databases' drivers say when a statement fails, in the words that matter to those who wait for it. */

type DatabaseError = { code?: unknown; errno?: unknown; errcode?: unknown; fatal?: unknown; name?: unknown }

/** A unique key has this row already. */
export function isDuplicate(error: unknown): boolean {
  const { errno, errcode } = told(error)
  return errno === 1062 || errcode === sqlite.primaryKey || errcode === sqlite.unique
}

/** Another transaction was in the way, and this one was rolled back: doing it again may well succeed. */
export function isConflict(error: unknown): boolean {
  const { errno, errcode } = told(error)
  return conflicts.has(errno) || (typeof errcode === 'number' && (errcode & 0xff) === sqlite.busy)
}

/** The database is not there, or no longer. What was being committed may have been committed or not. */
export function isConnectionLost(error: unknown): boolean {
  const { code, errno, fatal, name } = told(error)
  return fatal === true || losses.has(code) || losses.has(errno) || name === 'KnexTimeoutError'
}

/** The database is there, but its disk is full or it is read-only. Nothing of this was written. */
export function isUnwritable(error: unknown): boolean {
  const { errno, errcode } = told(error)
  return unwritable.has(errno) || (typeof errcode === 'number' && sqlite.unwritable.has(errcode & 0xff))
}

/** Full is 13, read-only 8; both have kinds in their upper bytes. */
const sqlite = { busy: 5, primaryKey: 1555, unique: 2067, unwritable: new Set([8, 13]) }

/** Disk full, cannot write a file, table full, a server or a transaction that is read-only. */
const unwritable = new Set<unknown>([1021, 1026, 1114, 1290, 1792, 1836])

/** Changed since read, lock wait timeout, deadlock. */
const conflicts = new Set<unknown>([1020, 1205, 1213])

/** Too many connections, shutting down, query killed, connection killed; and what the network says. */
const losses = new Set<unknown>([
  1040,
  1053,
  1317,
  1927,
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
])

function told(error: unknown): DatabaseError {
  return typeof error === 'object' && error !== null ? error : {}
}
