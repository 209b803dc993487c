/** What a person may do with a message. The server decides; this only keeps from offering what it would refuse. Pure. */
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { isActive } from '../people/active.ts'

export type PostRights = { react: boolean; reply: boolean; edit: boolean; delete: boolean; pin: boolean }

const none: PostRights = { react: false, reply: false, edit: false, delete: false, pin: false }

export function rightsOn(
  { kind, author, deletedAt, forwarded }: Pick<Message, 'kind' | 'author' | 'deletedAt' | 'forwarded'>,
  room: Pick<Room, 'kind' | 'role' | 'announcement' | 'peer'>,
  me: number,
): PostRights {
  if (kind !== 'post' || deletedAt !== undefined) return none
  const isMine = author.id === me
  const isModerator = room.kind !== 'direct' && room.role !== 'member'
  const mayWrite = mayPost(room)
  return {
    react: true,
    reply: mayWrite,
    // The words of a forwarded message are somebody else's.
    edit: isMine && !forwarded && mayWrite,
    delete: isMine || isModerator,
    pin: mayWrite,
  }
}

type Writable = Pick<Room, 'announcement' | 'role' | 'peer'>

/** Where a person may not post, they do not edit and pin either. */
export function mayPost(room: Writable): boolean {
  return closedBy(room) === null
}

/** Why nothing is written in a room: only moderators do in announcement rooms, and who is deactivated reads nothing. */
export function closedBy({ announcement, role, peer }: Writable): 'announcement' | 'deactivation' | null {
  if (announcement && role === 'member') return 'announcement'
  return peer && !isActive(peer) ? 'deactivation' : null
}

/** The post that the Up key edits: my newest, if it is among the latest ones. */
export function newestEditable(messages: readonly Message[], room: Room, me: number): Message | undefined {
  return messages.slice(-100).findLast(message => rightsOn(message, room, me).edit)
}
