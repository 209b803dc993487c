import type { NotificationLevel, Room } from '@chatter/shared/rooms.ts'

type Leveled = Pick<Room, 'kind' | 'level'>

/** How loud a room can be. Who writes to one person means that person, so there is nothing between loud and muted. */
export function levelsOf({ kind }: Leveled): readonly NotificationLevel[] {
  return kind === 'direct' ? ['all', 'muted'] : ['all', 'mentions', 'muted']
}

/** How loud a room is, as one of {@link levelsOf}. */
export function levelOf({ kind, level }: Leveled): NotificationLevel {
  return kind === 'direct' && level === 'mentions' ? 'all' : level
}
