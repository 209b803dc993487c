/** Who may not come into a room. For those who are banned, the room is absent. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Ban, MemberRole } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import { type Departure, departLocked, outranks, publishDeparture } from '../members/leaving.ts'
import {
  accessLocked,
  changeInTurn,
  findAccount,
  findRole,
  listModerators,
  notFound,
} from '../members/members.ts'
import { deleteBan, insertBan, selectBans } from './bans.table.ts'

/**
 * Keeps somebody out of a room from now on, and puts them out when they are in it. Who is banned already stays so.
 * @throws ChatterError `not_found`; `forbidden` in the lobby, in direct rooms, and when the role does not reach so far
 */
export async function banMember(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  accountId: number,
): Promise<void> {
  await changeInTurn(app, roomId, async () => {
    const { departure, isNew } = await transact(app.db, trx => banLocked(trx, account, roomId, accountId))
    const told = departure ? publishDeparture(app, departure, { reason: 'banned', by: account }) : {}
    if (isNew) await tellModerators(app, roomId)
    return told
  })
}

/** Returns whether there was no such ban, and who went out of the room by it, if anybody. */
async function banLocked(
  trx: Knex,
  account: Account,
  roomId: number,
  accountId: number,
): Promise<{ isNew: boolean; departure: Departure | undefined }> {
  const { room, role } = await accessModerated(trx, roomId, account)
  if (!(await findAccount(trx, accountId))) throw notFound('There is no such person.')
  const theirRole = await findRole(trx, roomId, accountId)
  if (accountId === account.id) throw new ChatterError('forbidden', 'Nobody bans themselves.')
  if (theirRole && !outranks(role, theirRole))
    throw new ChatterError('forbidden', 'Moderators ban members; only the owner bans moderators.')
  const isNew = await insertBan(trx, { roomId, accountId, by: account.id, createdAt: Date.now() })
  const departure = theirRole && (await departLocked(trx, roomId, room, accountId, theirRole))
  return { isNew, departure }
}

/** Lets somebody come into a room again; they do not come by that. @throws ChatterError as {@link banMember} does */
export async function unbanMember(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  accountId: number,
): Promise<void> {
  const isLifted = await transact(app.db, async trx => {
    await accessModerated(trx, roomId, account)
    return deleteBan(trx, roomId, accountId)
  })
  if (isLifted) await tellModerators(app, roomId)
}

async function tellModerators(app: FastifyInstance, roomId: number) {
  for (const id of await listModerators(app.db, roomId))
    app.realtime.toAccount(id, 'bans:changed', { roomId })
}

/** Who may not come into a room, the latest first. @throws ChatterError as {@link banMember} does */
export async function listBans(app: FastifyInstance, account: Account, roomId: number): Promise<Ban[]> {
  const role = await findRole(app.db, roomId, account.id)
  if (!role) throw notFound()
  refuseMembers(role)
  return selectBans(app.db, roomId)
}

/** The room, locked, for its owner and moderators. */
async function accessModerated(trx: Knex, roomId: number, account: Account) {
  const access = await accessLocked(trx, roomId, account)
  refuseMembers(access.role)
  return access
}

/** The lobby and direct rooms have members only, so nobody is banned there. */
function refuseMembers(role: MemberRole) {
  if (role === 'member')
    throw new ChatterError('forbidden', 'Only the owner and the moderators of a room ban people.')
}
