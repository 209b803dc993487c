import type { Member, RoomKind } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import { type AccountRow, accountColumns, toAccount } from '../../lib/accounts.row.ts'
import { select } from '../../lib/select.ts'

export type Role = Member['role']

type MemberRow = AccountRow & { role: Role; joined_at: number }

const memberColumns = { ...accountColumns, role: 'members.role', joined_at: 'members.joined_at' } as const

/** What a rule about membership has to know. */
export type LockedRoom = {
  kind: RoomKind
  lobby: boolean
  memberCount: number
  lastSeq: number
  postCount: number
}

type LockedRow = {
  kind: RoomKind
  lobby: number | null
  member_count: number
  last_seq: number
  post_count: number
}

/** Reads a room, which nobody else changes until the transaction ends. One that is deleted is not there. */
export async function lockRoom(trx: Knex, id: number): Promise<LockedRoom | undefined> {
  const row: LockedRow | undefined = await trx('rooms')
    .where({ id })
    .whereNull('deleted_at')
    .forUpdate()
    .first('kind', 'lobby', 'member_count', 'last_seq', 'post_count')
  if (!row) return undefined
  const { kind, member_count: memberCount, last_seq: lastSeq, post_count: postCount } = row
  return { kind, lobby: row.lobby === 1, memberCount, lastSeq, postCount }
}

/** Keeps a room as it is until the transaction ends, together with others who do. Returns whether it is there. */
export async function holdRoom(trx: Knex, id: number): Promise<boolean> {
  const row = await trx('rooms').where({ id }).whereNull('deleted_at').forShare().first('id')
  return row !== undefined
}

export async function updateMemberCount(db: Knex, id: number, memberCount: number): Promise<void> {
  await db('rooms').where({ id }).update({ member_count: memberCount })
}

/** Where a new member begins: nothing that was written before is unread. */
export type Start = { readSeq: number; readPostCount: number }

export async function insertMember(
  db: Knex,
  member: { roomId: number; accountId: number; role: Role; joinedAt: number } & Start,
): Promise<void> {
  await db('members').insert({
    room_id: member.roomId,
    account_id: member.accountId,
    ...roleColumns(member.role),
    joined_at: member.joinedAt,
    read_seq: member.readSeq,
    read_post_count: member.readPostCount,
  })
}

export async function deleteMember(db: Knex, roomId: number, accountId: number): Promise<void> {
  await db('members').where({ room_id: roomId, account_id: accountId }).delete()
}

/** Empties a room. */
export async function deleteMembers(db: Knex, roomId: number): Promise<void> {
  await db('members').where({ room_id: roomId }).delete()
}

export async function findRole(db: Knex, roomId: number, accountId: number): Promise<Role | undefined> {
  const row: { role: Role } | undefined = await db('members')
    .where({ room_id: roomId, account_id: accountId })
    .first('role')
  return row?.role
}

export async function updateRole(db: Knex, roomId: number, accountId: number, role: Role): Promise<void> {
  await db('members').where({ room_id: roomId, account_id: accountId }).update(roleColumns(role))
}

/** The unique key of `owns` holds that a room has one owner: the old one goes before the new one comes. */
function roleColumns(role: Role) {
  return { role, owns: role === 'owner' ? true : null }
}

/**
 * Who would own the room next: its moderators first, then who has been there longest. Only who may be here, which stays so until
 * the transaction ends.
 */
export async function findHeir(trx: Knex, roomId: number): Promise<number | undefined> {
  for (;;) {
    const heir = await findNext(trx, roomId, { isDeactivated: false })
    if (heir === undefined || (await holdActive(trx, heir))) return heir
  }
}

/** Who would own the room where nobody else is left who may be here. */
export function findLastHeir(trx: Knex, roomId: number): Promise<number | undefined> {
  return findNext(trx, roomId, { isDeactivated: true })
}

async function findNext(
  db: Knex,
  roomId: number,
  { isDeactivated }: { isDeactivated: boolean },
): Promise<number | undefined> {
  const row: { account_id: number } | undefined = await db('members')
    .join('accounts', 'accounts.id', 'members.account_id')
    .where({ room_id: roomId })
    .whereNot({ role: 'owner' })
    .modify(accounts => {
      if (isDeactivated) accounts.whereNotNull('accounts.deactivated_at')
      else accounts.whereNull('accounts.deactivated_at')
    })
    .orderByRaw("CASE role WHEN 'moderator' THEN 0 ELSE 1 END, joined_at, account_id")
    .first('account_id')
  return row?.account_id
}

/** Whether somebody may be here, which nobody changes until the transaction ends. */
export async function holdActive(trx: Knex, accountId: number): Promise<boolean> {
  const row = await trx('accounts').where({ id: accountId, deactivated_at: null }).forShare().first('id')
  return row !== undefined
}

/** Who owns a room, and whether they may be here. */
export async function findOwner(
  db: Knex,
  roomId: number,
): Promise<{ accountId: number; isDeactivated: boolean } | undefined> {
  const row: { account_id: number; deactivated_at: number | null } | undefined = await db('members')
    .join('accounts', 'accounts.id', 'members.account_id')
    .where({ room_id: roomId, role: 'owner' })
    .first('account_id', 'deactivated_at')
  return row && { accountId: row.account_id, isDeactivated: row.deactivated_at !== null }
}

/** The ids of the rooms that somebody owns. */
export async function selectOwned(db: Knex, accountId: number): Promise<number[]> {
  return db('members').where({ account_id: accountId, role: 'owner' }).orderBy('room_id').pluck('room_id')
}

/** The ids of those who look after a room. */
export async function selectModerators(db: Knex, roomId: number): Promise<number[]> {
  return db('members').where({ room_id: roomId }).whereIn('role', ['owner', 'moderator']).pluck('account_id')
}

/** Everybody in a room, in the order in which they came. */
export async function selectMembers(db: Knex, roomId: number): Promise<Member[]> {
  const rows: MemberRow[] = await db('members')
    .join('accounts', 'accounts.id', 'members.account_id')
    .where('members.room_id', roomId)
    .select(memberColumns)
    .orderBy(['members.joined_at', 'members.account_id'])
  return rows.map(row => ({ account: toAccount(row), role: row.role, joinedAt: row.joined_at }))
}

type PlaceRow = { account_id: number; room_id: number; peer_id: number | null }

export type Place = { roomId: number; peerId: number | null }

const placesSql = (count: number) => `
  SELECT members.account_id, rooms.id AS room_id,
    CASE WHEN rooms.direct_low = members.account_id THEN rooms.direct_high ELSE rooms.direct_low END AS peer_id
  FROM members
  JOIN rooms ON rooms.id = members.room_id
  WHERE members.account_id IN (${Array(count).fill('?').join(', ')})`

/** The rooms that these people are in, by account id; a direct room comes with its peer. */
export async function selectPlaces(db: Knex, accountIds: readonly number[]): Promise<Map<number, Place[]>> {
  const rows = await select<PlaceRow>(db, placesSql(accountIds.length), accountIds)
  const places = new Map<number, Place[]>()
  for (const { account_id, room_id: roomId, peer_id: peerId } of rows) {
    const known = places.get(account_id)
    if (known) known.push({ roomId, peerId })
    else places.set(account_id, [{ roomId, peerId }])
  }
  return places
}

export async function findAccount(db: Knex, id: number) {
  const row: AccountRow | undefined = await db('accounts').where({ id }).first(accountColumns)
  return row && toAccount(row)
}
