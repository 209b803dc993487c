import type { AccountChanged } from './accounts.ts'
import type { Snapshot } from './snapshot.ts'

export function applyAccount(snapshot: Snapshot, { account }: AccountChanged): Snapshot {
  const me = snapshot.me?.id === account.id ? account : snapshot.me
  const rooms = { ...snapshot.rooms }
  for (const room of Object.values(rooms))
    if (room.peer?.id === account.id) rooms[room.id] = { ...room, peer: account }
  return { ...snapshot, me, rooms, accounts: { ...snapshot.accounts, [account.id]: account } }
}
