/** What the database holds, read without the server. */
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Held } from './verdict.ts'

export type Ledger = {
  lobbyRev: number
  /** Every message of the lobby by `seq`, notices too, as the server would tell them. */
  history: Held[]
}

export async function readLedger(databaseUrl: string): Promise<Ledger> {
  const database = await createConnection(databaseUrl)
  try {
    const [[lobby]] = await database.query<RowDataPacket[]>('SELECT id, rev FROM rooms WHERE lobby')
    const columns = 'seq, HEX(client_id) AS client_id, notice, body'
    const sql = `SELECT ${columns} FROM messages WHERE room_id = ? ORDER BY seq`
    const [rows] = await database.query<RowDataPacket[]>(sql, [lobby!.id])
    const history = rows.map(({ seq, client_id, notice, body }) => ({
      seq,
      clientId: notice === null ? uuid(client_id) : null,
      body,
    }))
    return { lobbyRev: lobby!.rev, history }
  } finally {
    await database.end()
  }
}

function uuid(hex: string) {
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
