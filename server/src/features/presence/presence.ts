/** How people are: online, away, or offline since when; and whether they may be disturbed. */
import type { Presence } from '@chatter/shared/presence.ts'
import type { FastifyInstance } from 'fastify'
import { findUndisturbed } from '../alerts/alerts.ts'
import { findLastSeen } from './presence.table.ts'

/** How these people are now, in the order asked for. */
export async function presencesOf(app: FastifyInstance, accountIds: readonly number[]): Promise<Presence[]> {
  const offline = accountIds.filter(id => app.presence.stateOf(id) === 'offline')
  const [lastSeen, undisturbed] = await Promise.all([
    findLastSeen(app.db, offline),
    findUndisturbed(app, accountIds),
  ])
  return accountIds.map(accountId => {
    const state = app.presence.stateOf(accountId)
    const lastSeenAt = state === 'offline' ? (lastSeen.get(accountId) ?? null) : null
    const doNotDisturb = undisturbed.get(accountId)
    return { accountId, state, lastSeenAt, ...(doNotDisturb && { doNotDisturb }) }
  })
}
