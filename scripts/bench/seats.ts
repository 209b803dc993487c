/**
 * Accounts with sessions for as many members as are needed. One signs up; the others are copies of its rows, because
 * hashing 2,000 passwords would take longer than all that is measured.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'

export type Seats = {
  /** Chatter's database. */
  url: string
  lobbyId: number
  accountIds: number[]
  tokens: string[]
}

/** Fills the database of a running server: each account is in the lobby, and has one session. */
export async function prepareSeats(serverUrl: string, url: string, count: number): Promise<Seats> {
  const { accountId, token } = await signUp(serverUrl)
  const database = await createConnection(url)
  try {
    const account = await readRow(database, 'accounts', 'id', accountId)
    const session = await readRow(database, 'sessions', 'account_id', accountId)
    const member = await readRow(database, 'members', 'account_id', accountId)
    const names = Array.from({ length: count - 1 }, (_, index) => `bench-${index + 2}`)
    const accountIds = await insertCopies(database, 'accounts', account, names.map(nameAccount))
    const tokens = accountIds.map(createToken)
    const hashes = tokens.map((token, index) => ({ account_id: accountIds[index], token_hash: hash(token) }))
    await insertCopies(database, 'sessions', session, hashes)
    await insertCopies(
      database,
      'members',
      member,
      accountIds.map(account_id => ({ account_id })),
    )
    await database.query('UPDATE rooms SET member_count = ? WHERE id = ?', [count, member.room_id])
    return {
      url,
      lobbyId: member.room_id,
      accountIds: [accountId, ...accountIds],
      tokens: [token, ...tokens],
    }
  } finally {
    await database.end()
  }
}

/** Everybody has read the lobby but for its last posts, as people have who were there until a moment ago. */
export async function readLobby({ url, lobbyId }: Seats, unread: number): Promise<void> {
  const database = await createConnection(url)
  const marker = 'read_seq = last_seq - ?, read_post_count = post_count - ?'
  const sql = `UPDATE members JOIN rooms ON rooms.id = members.room_id SET ${marker} WHERE rooms.id = ?`
  await database.query(sql, [unread, unread, lobbyId])
  await database.end()
}

async function signUp(serverUrl: string) {
  const person = { username: 'bench-1', password: randomBytes(12).toString('hex'), displayName: 'Member 1' }
  const answer = await fetch(`${serverUrl}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  })
  if (!answer.ok) throw new Error(`Signing up failed: ${await answer.text()}`)
  const { account, session } = (await answer.json()) as {
    account: { id: number }
    session: { token: string }
  }
  return { accountId: account.id, token: session.token }
}

function nameAccount(name: string) {
  return { username: name, username_key: name, display_name: name.replace('bench-', 'Member ') }
}

async function readRow(
  database: Connection,
  table: string,
  column: string,
  value: number,
): Promise<RowDataPacket> {
  const [rows] = await database.query<RowDataPacket[]>('SELECT * FROM ?? WHERE ?? = ?', [
    table,
    column,
    value,
  ])
  if (!rows[0]) throw new Error(`Signing up made no row in ${table}.`)
  return rows[0]
}

/** Inserts a copy of a row for each of the changes, and returns their ids. */
async function insertCopies(database: Connection, table: string, row: RowDataPacket, changes: object[]) {
  const { id, ...copied } = row
  const columns = Object.keys(copied)
  const values = changes.map(change => columns.map(column => ({ ...copied, ...change })[column]))
  const [{ insertId }] = await database.query<ResultSetHeader>('INSERT INTO ?? (??) VALUES ?', [
    table,
    columns,
    values,
  ])
  return changes.map((_, index) => insertId + index)
}

function createToken() {
  return randomBytes(32).toString('base64url')
}

function hash(token: string) {
  return createHash('sha256').update(token).digest()
}
