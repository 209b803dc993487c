import type { Room } from '@chatter/shared/rooms.ts'

/** Conversations with one person each, the most recent first. One without a word yet counts by when it was made. */
export function listDirects(rooms: Readonly<Record<number, Room>>): Room[] {
  const last = ({ lastMessage, createdAt }: Room) => lastMessage?.createdAt ?? createdAt
  return Object.values(rooms)
    .filter(({ kind, peer }) => kind === 'direct' && peer)
    .sort((a, b) => last(b) - last(a) || a.id - b.id)
}

/** The room to show when nothing was chosen, or when what was chosen is gone. */
export function findLobby(rooms: Readonly<Record<number, Room>>): Room | undefined {
  const all = Object.values(rooms)
  return all.find(({ lobby }) => lobby) ?? all[0]
}
