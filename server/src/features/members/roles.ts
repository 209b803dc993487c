/** What people are in a room: its owner, moderators and members. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MemberChanged, MemberRole } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import * as table from './members.table.ts'
import { accessLocked, notFound } from './members.ts'

/**
 * Gives somebody in a room another role, which its owner may do. Naming another owner hands the room over: who owned it
 * is a moderator then. A role that somebody has already stays without news.
 * @throws ChatterError `not_found`; `forbidden` for all but the owner, and for an owner who would leave the room without
 *   one
 */
export async function changeRole(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  accountId: number,
  role: MemberRole,
): Promise<void> {
  await app.inTurn(`room:${roomId}`, async () => {
    const changes = await transact(app.db, trx => changeLocked(trx, account, roomId, accountId, role))
    for (const change of changes) app.realtime.toRoom(roomId, 'member:changed', change)
  })
}

/** Gives the rooms that somebody owns to whoever would own them next. One that nobody else is in stays theirs. */
export async function handOnRooms(app: FastifyInstance, accountId: number): Promise<void> {
  for (const roomId of await table.selectOwned(app.db, accountId))
    await app.inTurn(`room:${roomId}`, async () => {
      const changes = await transact(app.db, trx => handOnLocked(trx, roomId, accountId))
      for (const change of changes) app.realtime.toRoom(roomId, 'member:changed', change)
    })
}

async function handOnLocked(trx: Knex, roomId: number, accountId: number): Promise<MemberChanged[]> {
  const room = await table.lockRoom(trx, roomId)
  if (!room || (await table.findRole(trx, roomId, accountId)) !== 'owner') return []
  const heir = await table.findHeir(trx, roomId)
  return heir ? giveRoles(trx, roomId, successionOf(accountId, heir)) : []
}

/** The old owner steps back first, as the database lets a room have one. */
function successionOf(owner: number, heir: number): Omit<MemberChanged, 'roomId'>[] {
  return [
    { accountId: owner, role: 'moderator' },
    { accountId: heir, role: 'owner' },
  ]
}

/** Returns what changed. */
async function changeLocked(
  trx: Knex,
  account: Account,
  roomId: number,
  accountId: number,
  role: MemberRole,
): Promise<MemberChanged[]> {
  const { role: own } = await accessLocked(trx, roomId, account)
  if (own !== 'owner') throw new ChatterError('forbidden', 'Only the owner of a room gives roles.')
  const theirs = await table.findRole(trx, roomId, accountId)
  if (!theirs) throw notFound('There is no such person in this room.')
  if (theirs === role) return []
  if (role === 'owner' && !(await table.holdActive(trx, accountId)))
    throw new ChatterError('forbidden', 'A room is handed to somebody who may be here.')
  if (theirs === 'owner')
    throw new ChatterError('forbidden', 'A room has an owner: hand it over to somebody first.')
  return giveRoles(
    trx,
    roomId,
    role === 'owner' ? successionOf(account.id, accountId) : [{ accountId, role }],
  )
}

async function giveRoles(
  trx: Knex,
  roomId: number,
  roles: readonly Omit<MemberChanged, 'roomId'>[],
): Promise<MemberChanged[]> {
  for (const { accountId, role } of roles) await table.updateRole(trx, roomId, accountId, role)
  return roles.map(role => ({ roomId, ...role }))
}
