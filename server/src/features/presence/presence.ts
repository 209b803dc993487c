/** How people are: online, away, or offline since when. */
import type { Presence } from '@chatter/shared/presence.ts'
import type { FastifyInstance } from 'fastify'
import { findLastSeen } from './presence.table.ts'

/** How these people are now, in the order asked for. */
export async function presencesOf(app: FastifyInstance, accountIds: readonly number[]): Promise<Presence[]> {
  const offline = accountIds.filter(id => app.presence.stateOf(id) === 'offline')
  const lastSeen = await findLastSeen(app.db, offline)
  return accountIds.map(accountId => {
    const state = app.presence.stateOf(accountId)
    return { accountId, state, lastSeenAt: state === 'offline' ? (lastSeen.get(accountId) ?? null) : null }
  })
}
