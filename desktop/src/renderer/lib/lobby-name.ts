import type { Room } from '@chatter/shared/rooms.ts'

/** Whether this is the lobby as it was made: then it is called so in the reader's language. */
export function isUnnamedLobby({ lobby, name }: Pick<Room, 'lobby' | 'name'>): boolean {
  return lobby && (name === '' || name.toLowerCase() === 'lobby')
}
