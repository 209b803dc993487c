/** The public room that every account is in. */
import type { Knex } from 'knex'
import { isDuplicate } from '../../lib/database-errors.ts'
import { roomNameKey } from './rooms.names.ts'
import { findLobby, insertRoom } from './rooms.table.ts'

const name = 'Lobby'

/** Makes the lobby, where there is none. When two servers start at once, the database lets one of them. */
export async function ensureLobby(db: Knex): Promise<void> {
  if (await findLobby(db)) return
  const lobby = { kind: 'public', lobby: true, name, nameKey: roomNameKey(name), topic: '' } as const
  try {
    await insertRoom(db, { ...lobby, createdBy: null, createdAt: Date.now() })
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

/** The lobby's id. */
export async function accessLobby(db: Knex): Promise<number> {
  const id = await findLobby(db)
  if (!id) throw new Error('There is no lobby.')
  return id
}
