/** What a person may do with a message. The server decides; this only keeps from offering what it would refuse. Pure. */
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'

export type PostRights = { react: boolean; reply: boolean; edit: boolean; delete: boolean; pin: boolean }

const none: PostRights = { react: false, reply: false, edit: false, delete: false, pin: false }

export function rightsOn(
  { kind, author, deletedAt, forwarded }: Pick<Message, 'kind' | 'author' | 'deletedAt' | 'forwarded'>,
  room: Pick<Room, 'kind' | 'role' | 'announcement'>,
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

/** In announcement rooms only moderators post, edit and pin. */
export function mayPost({ announcement, role }: Pick<Room, 'announcement' | 'role'>): boolean {
  return !announcement || role !== 'member'
}

/** The post that the Up key edits: my newest, if it is among the latest ones. */
export function newestEditable(messages: readonly Message[], room: Room, me: number): Message | undefined {
  return messages.slice(-100).findLast(message => rightsOn(message, room, me).edit)
}
