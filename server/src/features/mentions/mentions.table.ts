import type { MemberRole } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'
import { select } from '../../lib/select.ts'

/** What mentioning depends on: the author's role, how many are in the room, and who of them is named. */
export type Hearers = {
  role: MemberRole
  memberCount: number
  /** Members by folded user name. */
  named: Map<string, { id: number; username: string }>
}

type HearerRow = {
  role: MemberRole
  member_count: number
  id: number | null
  username: string
  username_key: string
  is_member: number
}

export const hearersSql = (count: number) => `
  SELECT members.role, rooms.member_count, named.id, named.username, named.username_key,
    EXISTS(SELECT 1 FROM members AS others
      WHERE others.room_id = members.room_id AND others.account_id = named.id) AS is_member
  FROM members
  JOIN rooms ON rooms.id = members.room_id
  LEFT JOIN accounts AS named ON named.username_key IN (${Array(count).fill('?').join(', ')})
  WHERE members.room_id = ? AND members.account_id = ?`

/** Those of the folded user names that are members of the room; undefined when the author is not in it. */
export async function findHearers(
  db: Knex,
  accountId: number,
  roomId: number,
  keys: readonly string[],
): Promise<Hearers | undefined> {
  const rows = await select<HearerRow>(db, hearersSql(keys.length), [...keys, roomId, accountId])
  const [first] = rows
  if (!first) return undefined
  const named = new Map(
    rows
      .filter(row => row.is_member === 1)
      .map(({ username_key, id, username }) => [username_key, { id: id!, username }]),
  )
  return { role: first.role, memberCount: first.member_count, named }
}
