import type { Session } from '@chatter/shared/sessions.ts'
import type { Knex } from 'knex'

export type StoredSession = Omit<Session, 'current'>
type SessionRow = { id: number; device: string; created_at: number; last_used_at: number }

const columns = ['id', 'device', 'created_at', 'last_used_at'] as const

export async function insertSession(
  db: Knex,
  session: { accountId: number; tokenHash: Buffer; device: string; createdAt: number },
): Promise<number> {
  const [id] = await db('sessions').insert({
    account_id: session.accountId,
    token_hash: session.tokenHash,
    device: session.device,
    created_at: session.createdAt,
    last_used_at: session.createdAt,
  })
  return Number(id)
}

export async function selectSessions(db: Knex, accountId: number): Promise<StoredSession[]> {
  const rows: SessionRow[] = await db('sessions').select(columns).where({ account_id: accountId })
  return rows.map(toSession)
}

export async function selectSession(db: Knex, id: number): Promise<StoredSession | undefined> {
  const row: SessionRow | undefined = await db('sessions').where({ id }).first(columns)
  return row && toSession(row)
}

/** Returns whether the account had such a session. */
export async function deleteSession(db: Knex, id: number, accountId: number): Promise<boolean> {
  return (await db('sessions').where({ id, account_id: accountId }).delete()) > 0
}

/** Deletes the account's sessions, but not the one that is excepted. Returns the ids of the others. */
export async function deleteSessions(trx: Knex, accountId: number, exceptId?: number): Promise<number[]> {
  const sessions = () =>
    trx('sessions')
      .where({ account_id: accountId })
      .whereNot({ id: exceptId ?? 0 })
  const ids: number[] = await sessions().forUpdate().pluck('id')
  await sessions().delete()
  return ids
}

function toSession(row: SessionRow): StoredSession {
  return { id: row.id, device: row.device, createdAt: row.created_at, lastUsedAt: row.last_used_at }
}

/** Those of the sessions that have not ended. */
export async function selectLiving(db: Knex, ids: readonly number[]): Promise<number[]> {
  return db('sessions')
    .join('accounts', 'accounts.id', 'sessions.account_id')
    .whereIn('sessions.id', ids)
    .whereNull('accounts.deactivated_at')
    .pluck('sessions.id')
}
