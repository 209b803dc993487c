import type { NotificationLevel, RoomPreferences } from '@chatter/shared/rooms.ts'
import type { Knex } from 'knex'

/** Writes what is given, and leaves the rest. Returns whether the person is in the room. */
export async function updatePreferences(
  db: Knex,
  accountId: number,
  roomId: number,
  { level, favourite }: RoomPreferences,
): Promise<boolean> {
  const change: { level?: NotificationLevel; favourite?: number | null } = {
    ...(level !== undefined && { level }),
    ...(favourite !== undefined && { favourite }),
  }
  const member = db('members').where({ room_id: roomId, account_id: accountId })
  if (Object.keys(change).length === 0) return (await member.first('room_id')) !== undefined
  return (await member.update(change)) > 0
}
