/** Accounts with sessions for as many members as are needed. Signing each up would hash 2,000 passwords first. */
import { createHash, randomBytes } from 'node:crypto'
import { type Connection, createConnection, type ResultSetHeader } from 'mysql2/promise'
import { Trouble } from '../lib/ending.ts'

export type Seats = {
  /** Chatter's database. */
  url: string
  lobbyId: number
  accountIds: number[]
  tokens: string[]
}

/** Fills a database that Chatter has migrated: each account is in the lobby, and has one session. */
export async function prepareSeats(url: string, count: number): Promise<Seats> {
  const database = await createConnection(url)
  try {
    const [[lobby]] = (await database.query('SELECT id FROM rooms WHERE lobby')) as unknown as [
      [{ id: number } | undefined],
    ]
    if (!lobby) throw new Trouble('The server has not made its lobby.')
    const accountIds = await insertAccounts(database, count)
    const tokens = await insertSessions(database, accountIds)
    await insertMembers(database, lobby.id, accountIds)
    return { url, lobbyId: lobby.id, accountIds, tokens }
  } finally {
    await database.end()
  }
}

async function insertAccounts(database: Connection, count: number) {
  const run = randomBytes(3).toString('hex')
  const rows = Array.from({ length: count }, (_, index) => {
    const name = `bench-${run}-${index}`
    return [name, name, `Member ${index}`, 'nobody logs in with this', Date.now()]
  })
  const columns = '(username, username_key, display_name, password_hash, created_at)'
  const [{ insertId }] = await database.query<ResultSetHeader>(`INSERT INTO accounts ${columns} VALUES ?`, [
    rows,
  ])
  return rows.map((_, index) => insertId + index)
}

async function insertSessions(database: Connection, accountIds: number[]) {
  const tokens = accountIds.map(() => randomBytes(32).toString('base64url'))
  const now = Date.now()
  const rows = tokens.map((token, index) => [accountIds[index], hash(token), 'bench', now, now])
  await database.query(
    'INSERT INTO sessions (account_id, token_hash, device, created_at, last_used_at) VALUES ?',
    [rows],
  )
  return tokens
}

async function insertMembers(database: Connection, roomId: number, accountIds: number[]) {
  const rows = accountIds.map(accountId => [roomId, accountId, 'member', Date.now(), 0, 0])
  const columns = '(room_id, account_id, role, joined_at, read_seq, read_post_count)'
  await database.query(`INSERT INTO members ${columns} VALUES ?`, [rows])
  await database.query('UPDATE rooms SET member_count = member_count + ? WHERE id = ?', [rows.length, roomId])
}

function hash(token: string) {
  return createHash('sha256').update(token).digest()
}
