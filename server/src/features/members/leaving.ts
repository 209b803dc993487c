/** Who goes out of a room: by themselves, or put out by somebody who may. */
import type { Account, Author } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { MemberRole, RoomRemoved } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import { announce } from '../messages/messages.ts'
import { clearRoom, endRoom } from '../rooms/deleting.ts'
import * as table from './members.table.ts'
import { accessLocked, changeInTurn, findAccount, notFound, type Told } from './members.ts'

/**
 * Somebody who just went out of a room, how many are left in it, and who owns it now where that changed. The room is over
 * when nobody can come into it any more.
 */
export type Departure = {
  roomId: number
  leaver: Account
  memberCount: number
  heir: number | undefined
  isOver: boolean
}

/**
 * Lets a person leave a room, or removes somebody from it, which its owner may do, and its moderators with members.
 * An owner who leaves hands the room on; a private room ends with its last member.
 * @throws ChatterError `not_found`; `forbidden` in the lobby, in direct rooms, or when the role does not reach so far
 */
export async function removeMember(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  accountId: number,
): Promise<void> {
  const leaves = accountId === account.id
  await changeInTurn(app, roomId, async () => {
    const departure = await transact(app.db, async trx => {
      const { room, role } = await accessLocked(trx, roomId, account)
      const theirRole = leaves ? role : await table.findRole(trx, roomId, accountId)
      if (!theirRole) throw notFound('There is no such person in this room.')
      refuseStaying(room)
      if (!leaves && !outranks(role, theirRole))
        throw new ChatterError('forbidden', 'Only the owner of the room, or a moderator, can remove people.')
      return departLocked(trx, roomId, room, accountId, theirRole)
    })
    return publishDeparture(app, departure, leaves ? { reason: 'left' } : { reason: 'removed', by: account })
  })
}

function refuseStaying({ lobby, kind }: table.LockedRoom) {
  if (lobby) throw new ChatterError('forbidden', 'Nobody leaves the lobby.')
  if (kind === 'direct') throw new ChatterError('forbidden', 'Nobody leaves a private conversation.')
}

/** Whether somebody of this role decides about somebody of the other. */
export function outranks(role: MemberRole, other: MemberRole): boolean {
  return role === 'owner' || (role === 'moderator' && other === 'member')
}

/** Takes a member out of a locked room, inside a transaction. */
export async function departLocked(
  trx: Knex,
  roomId: number,
  room: table.LockedRoom,
  accountId: number,
  role: MemberRole,
): Promise<Departure> {
  const leaver = await findAccount(trx, accountId)
  if (!leaver) throw notFound('There is no such person.')
  const memberCount = room.memberCount - 1
  await table.deleteMember(trx, roomId, accountId)
  await table.updateMemberCount(trx, roomId, memberCount)
  const isOver = memberCount === 0 && room.kind === 'private'
  if (isOver) await endRoom(trx, roomId)
  const heir = role === 'owner' && !isOver ? await handOn(trx, roomId) : undefined
  return { roomId, leaver, memberCount, heir, isOver }
}

async function handOn(trx: Knex, roomId: number): Promise<number | undefined> {
  const heir = (await table.findHeir(trx, roomId)) ?? (await table.findLastHeir(trx, roomId))
  if (heir) await table.updateRole(trx, roomId, heir, 'owner')
  return heir
}

/** Tells everybody, after the commit. The leaver's connections are deaf to the room before anybody hears of it. */
export function publishDeparture(
  app: FastifyInstance,
  { roomId, leaver, memberCount, heir, isOver }: Departure,
  { reason, by }: { reason: NonNullable<RoomRemoved['reason']>; by?: Author },
): Told {
  const accountId = leaver.id
  app.presence.leaveRoom(accountId, roomId)
  app.realtime.leaveRoom(accountId, roomId)
  const author = by && { id: by.id, displayName: by.displayName }
  app.realtime.toAccount(accountId, 'room:removed', { roomId, reason, ...(author && { by: author }) })
  if (isOver) {
    clearRoom(app, roomId)
    return {}
  }
  app.realtime.toRoom(roomId, 'member:left', { roomId, accountId, memberCount })
  if (heir) app.realtime.toRoom(roomId, 'member:changed', { roomId, accountId: heir, role: 'owner' })
  return { noticed: announce(app, roomId, leaver, reason === 'left' ? 'left' : 'removed') }
}
