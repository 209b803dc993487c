import type { Knex } from 'knex'

type LastSeen = { accountId: number; at: number }

/** Most rows in one statement. */
const batch = 500

/** Keeps when people were last there, all in one statement. */
export async function storeLastSeen(db: Knex, seen: readonly LastSeen[]): Promise<void> {
  for (let start = 0; start < seen.length; start += batch) {
    const some = seen.slice(start, start + batch)
    const cases = some.map(() => 'WHEN ? THEN ?').join(' ')
    const times = some.flatMap(({ accountId, at }) => [accountId, at])
    await db('accounts')
      .whereIn(
        'id',
        some.map(({ accountId }) => accountId),
      )
      .update({ last_seen_at: db.raw(`CASE id ${cases} END`, times) })
  }
}

/** When people were last there, by account id; those who never were are not in it. */
export async function findLastSeen(db: Knex, accountIds: readonly number[]): Promise<Map<number, number>> {
  const lastSeen = new Map<number, number>()
  for (let start = 0; start < accountIds.length; start += batch) {
    const rows: { id: number; last_seen_at: number }[] = await db('accounts')
      .select('id', 'last_seen_at')
      .whereIn('id', accountIds.slice(start, start + batch))
      .whereNotNull('last_seen_at')
    for (const row of rows) lastSeen.set(row.id, row.last_seen_at)
  }
  return lastSeen
}

/** How many members rooms have; rooms that are gone are left out. */
export async function findMemberCounts(
  db: Knex,
  roomIds: readonly number[],
): Promise<{ roomId: number; memberCount: number }[]> {
  if (roomIds.length === 0) return []
  const rows: { id: number; member_count: number }[] = await db('rooms')
    .select('id', 'member_count')
    .whereIn('id', roomIds)
  return rows.map(row => ({ roomId: row.id, memberCount: row.member_count }))
}

/** Looks no further than it has to. */
export async function hasMoreAccountsThan(db: Knex, limit: number): Promise<boolean> {
  return (await db('accounts').select('id').orderBy('id').offset(limit).limit(1)).length > 0
}
