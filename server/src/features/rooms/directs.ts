/** Direct rooms: exactly two people, made on first contact, never twice. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import { isDuplicate } from '../../lib/database-errors.ts'
import { transact } from '../../lib/transact.ts'
import { enterRoom, findAccount } from '../members/members.ts'
import { findDirect, insertRoom } from './rooms.table.ts'
import { accessRoom } from './rooms.ts'

/**
 * Returns the direct room with a person, made for both at once when there is none. When both start in the same
 * instant, the database lets one of them make it, and the other finds it.
 * @throws ChatterError `not_found`, or `invalid_input` for a conversation with oneself
 */
export async function openDirect(app: FastifyInstance, account: Account, accountId: number): Promise<Room> {
  if (accountId === account.id)
    throw new ChatterError('invalid_input', 'A private conversation needs somebody else.', {
      field: 'accountId',
    })
  const pair = [Math.min(account.id, accountId), Math.max(account.id, accountId)] as const
  const known = (await findDirect(app.db, pair)) ?? (await makeDirect(app, account, accountId, pair))
  return accessRoom(app, account, known)
}

async function makeDirect(
  app: FastifyInstance,
  account: Account,
  accountId: number,
  pair: readonly [number, number],
) {
  const peer = await findAccount(app.db, accountId)
  if (!peer || peer.isDeactivated) throw new ChatterError('not_found', 'There is no such person.')
  const make = async () => {
    const roomId = await insertDirect(app, account, peer, pair)
    await publishDirect(app, roomId, account, peer)
    return roomId
  }
  try {
    return await app.inTurn(`account:${account.id}`, make, [`account:${peer.id}`])
  } catch (error) {
    const made = isDuplicate(error) ? await findDirect(app.db, pair) : undefined
    if (!made) throw error
    return made
  }
}

function insertDirect(
  app: FastifyInstance,
  account: Account,
  peer: Account,
  pair: readonly [number, number],
) {
  const direct = { kind: 'direct', name: '', nameKey: null, topic: '', pair } as const
  return transact(app.db, async trx => {
    const roomId = await insertRoom(trx, { ...direct, createdBy: account.id, createdAt: Date.now() })
    await enterRoom(trx, roomId, account, 'member')
    await enterRoom(trx, roomId, peer, 'member')
    return roomId
  })
}

async function publishDirect(app: FastifyInstance, roomId: number, account: Account, peer: Account) {
  app.presence.befriend(account.id, peer.id)
  for (const one of [account, peer]) {
    app.realtime.enterRoom(one.id, roomId)
    app.realtime.toAccount(one.id, 'room:added', { room: await accessRoom(app, one, roomId) })
  }
}
