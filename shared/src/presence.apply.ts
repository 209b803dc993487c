import type { PresenceChanged } from './presence.ts'
import { type Snapshot, withRoom } from './snapshot.ts'

export function applyPresence(snapshot: Snapshot, { presences, rooms }: PresenceChanged): Snapshot {
  const known = { ...snapshot.presences }
  for (const presence of presences) known[presence.accountId] = presence
  const named = presences.length === 0 ? snapshot : { ...snapshot, presences: known }
  return rooms.reduce(
    // How many members there are is told by each that comes and goes, in turn; here it may be older.
    (counted, { roomId, connectedCount }) => withRoom(counted, roomId, room => ({ ...room, connectedCount })),
    named,
  )
}
