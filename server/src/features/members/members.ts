/** Who is in which room: joining and inviting. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import type { Member, Room } from '@chatter/shared/rooms.ts'
import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { transact } from '../../lib/transact.ts'
import type { TurnKey } from '../../plugins/in-turn.ts'
import { isBanned } from '../bans/banned.ts'
import { announce } from '../messages/messages.ts'
import { accessLobby } from '../rooms/lobby.ts'
import { accessRoom } from '../rooms/rooms.ts'
import * as table from './members.table.ts'

/** Somebody who just came into a room. */
export type Entry = { roomId: number; member: Member; isFirst: boolean }

/** Everybody in a room that the person is in. @throws ChatterError `not_found` */
export async function listMembers(app: FastifyInstance, account: Account, roomId: number): Promise<Member[]> {
  if (!(await table.findRole(app.db, roomId, account.id))) throw notFound()
  return table.selectMembers(app.db, roomId)
}

/**
 * Lets a person join a public room, or brings somebody into a room that the person is in. Who is in it stays in it.
 * @throws ChatterError `not_found`, also for who is banned there; `forbidden` for a direct room, which has two people for
 *   ever, and for bringing somebody who is banned
 */
export async function addMember(
  app: FastifyInstance,
  account: Account,
  roomId: number,
  accountId: number,
): Promise<Room> {
  const bring = async () => {
    const entry = await transact(app.db, async trx => {
      const room = await accessOpen(trx, roomId, account, accountId)
      if (!(await table.holdActive(trx, accountId))) throw notFound('There is no such person.')
      const newcomer = (await findAccount(trx, accountId))!
      if (room.kind === 'direct' && !(await table.findRole(trx, roomId, accountId)))
        throw new ChatterError('forbidden', 'A private conversation stays between two.')
      if (accountId !== account.id && (await isBanned(trx, roomId, accountId)))
        throw new ChatterError('forbidden', 'This person is banned from the room.')
      return enterLocked(trx, roomId, room, newcomer)
    })
    return entry ? publishEntry(app, entry) : {}
  }
  await changeInTurn(app, roomId, bring, [`account:${accountId}`])
  return accessRoom(app, account, roomId)
}

/** The room, locked, when the person may bring this account into it. */
async function accessOpen(trx: Knex, roomId: number, account: Account, accountId: number) {
  const room = await table.lockRoom(trx, roomId)
  if (!room) throw notFound()
  if (await table.findRole(trx, roomId, account.id)) return room
  const joins = accountId === account.id && room.kind === 'public'
  if (!joins || (await isBanned(trx, roomId, accountId))) throw notFound()
  return room
}

/** Puts an account into a room, inside a transaction. Undefined when it is there already. */
export async function enterRoom(
  trx: Knex,
  roomId: number,
  account: Account,
  role: Member['role'] = 'member',
): Promise<Entry | undefined> {
  const room = await table.lockRoom(trx, roomId)
  if (!room) throw notFound()
  return enterLocked(trx, roomId, room, account, role)
}

async function enterLocked(
  trx: Knex,
  roomId: number,
  { memberCount: before, lastSeq, postCount, lobby }: table.LockedRoom,
  account: Account,
  role?: Member['role'],
): Promise<Entry | undefined> {
  if (await table.findRole(trx, roomId, account.id)) return undefined
  const ownRole = role ?? (lobby ? 'member' : await roleOfNewcomer(trx, roomId))
  const joinedAt = Date.now()
  const start = { readSeq: lastSeq, readPostCount: postCount }
  await table.insertMember(trx, { roomId, accountId: account.id, role: ownRole, joinedAt, ...start })
  await table.updateMemberCount(trx, roomId, before + 1)
  return { roomId, member: { account, role: ownRole, joinedAt }, isFirst: before === 0 }
}

/** Who comes into a room that everybody left, or whose owner may not be here any more, looks after it from now on. */
async function roleOfNewcomer(trx: Knex, roomId: number): Promise<Member['role']> {
  const owner = await table.findOwner(trx, roomId)
  if (owner && !owner.isDeactivated) return 'member'
  if (owner) await table.updateRole(trx, roomId, owner.accountId, 'moderator')
  return 'owner'
}

/** What was told of a change, but for its notice, which is on its way. */
export type Told = { noticed?: Promise<void> }

/**
 * Changes a room in its turn, and waits for the notice of it. Here notices are written in the order in which they were announced;
 * where other nodes write, too, the next change waits for this one's.
 * @param others as for `inTurn`
 */
export async function changeInTurn<Change extends Told>(
  app: FastifyInstance,
  roomId: number,
  change: () => Promise<Change>,
  others: readonly TurnKey[] = [],
): Promise<Change> {
  const inTurn = async () => {
    const told = await change()
    if (app.nodes.areSeveral) await told.noticed
    return told
  }
  const told = await app.inTurn(`room:${roomId}`, inTurn, others)
  await told.noticed
  return told
}

/**
 * Tells everybody, after the commit, that somebody is in a room now. The newcomer's connections hear the room before
 * its state is read for them, so nothing falls in between.
 */
async function publishEntry(app: FastifyInstance, { roomId, member }: Entry): Promise<Told> {
  const { account } = member
  app.presence.enterRoom(account.id, roomId)
  app.realtime.enterRoom(account.id, roomId)
  const room = await accessRoom(app, account, roomId)
  app.realtime.toAccount(account.id, 'room:added', { room })
  // As it is by now: whoever signed up meanwhile is in the lobby, too.
  app.realtime.toRoom(roomId, 'member:joined', { roomId, member, memberCount: room.memberCount })
  return { noticed: announce(app, roomId, account, 'joined') }
}

/**
 * Puts a new account into the lobby, inside the transaction that makes it.
 * @returns whether nobody was there before, and what publishes it, to be called after the commit with the account as it is then
 */
export async function enterLobby(
  app: FastifyInstance,
  trx: Knex,
  account: Account,
): Promise<{ isFirst: boolean; publish: (account: Account) => void }> {
  const entry = await enterRoom(trx, await accessLobby(trx), account)
  const publish = (account: Account) => {
    if (!entry) return
    const told = { ...entry, member: { ...entry.member, account } }
    void changeInTurn(app, entry.roomId, () => publishEntry(app, told)).catch((error: unknown) =>
      app.log.error({ err: error }, 'entry not told'),
    )
  }
  return { isFirst: entry?.isFirst === true, publish }
}

/** The room, which nobody else changes until the transaction ends, and the person's role. @throws ChatterError `not_found` */
export async function accessLocked(trx: Knex, roomId: number, account: Account) {
  const room = await table.lockRoom(trx, roomId)
  const role = room && (await table.findRole(trx, roomId, account.id))
  if (!role) throw notFound()
  return { room, role }
}

/** Somebody, by id. */
export function findAccount(db: Knex, id: number): Promise<Account | undefined> {
  return table.findAccount(db, id)
}

/** Somebody's role in a room; undefined when they are not in it. */
export function findRole(db: Knex, roomId: number, accountId: number): Promise<Member['role'] | undefined> {
  return table.findRole(db, roomId, accountId)
}

/** The same, for who brings something into the room: until the transaction ends nobody deletes or leaves it. */
export async function holdRole(
  trx: Knex,
  roomId: number,
  accountId: number,
): Promise<Member['role'] | undefined> {
  return (await table.holdRoom(trx, roomId)) ? table.findRole(trx, roomId, accountId) : undefined
}

/** The ids of the owner and the moderators of a room. */
export function listModerators(db: Knex, roomId: number): Promise<number[]> {
  return table.selectModerators(db, roomId)
}

/** Puts everybody out of a room that is no more, inside a transaction. */
export async function emptyRoom(trx: Knex, roomId: number): Promise<void> {
  await table.deleteMembers(trx, roomId)
  await table.updateMemberCount(trx, roomId, 0)
}

export function notFound(message = 'There is no such room.') {
  return new ChatterError('not_found', message)
}
