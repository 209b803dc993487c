/**
 * Which edits are news: those whose words mention a person, or hold one of their keywords, for the first time. What they were before is known where this
 * device has the post in memory; of the others, the count of mentions tells. Keywords are not counted.
 */
import { hasKeyword } from '@chatter/shared/keywords.ts'
import { isUnreadPost, mentionsPerson } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { wantsOf } from './alerts.ts'
import type { Folded } from './known.ts'

/** A room's marker: where it is and how often it was set back. */
export type Place = Pick<Room, 'readSeq' | 'epoch'>

/** Posts of others whose new words name the person or a keyword of theirs, by whether they did so before. */
export type NamingEdits = {
  newly: Message[]
  /** Which of them did before is not known here. */
  perhaps: Message[]
}

/** The edits of this fold that name the person, in rooms that tell of mentions. */
export function namingEdits({ source, before, after, messages }: Folded): NamingEdits {
  const edits: NamingEdits = { newly: [], perhaps: [] }
  if (source !== 'event' && source !== 'changes') return edits
  const me = after.me?.id
  const { keywords } = after.alertPreferences
  for (const message of messages) {
    const room = after.rooms[message.roomId]
    const isEdit = message.editedAt !== undefined && message.seq <= lastSeqOf(before, message.roomId)
    // Whose post was read may have been told long ago: only new names count, not old ones in other words.
    if (!room || !isEdit || !isUnreadPost(message, 0, me) || !mayTell(room)) continue
    const isNamed = names(message, me)
    if (!isNamed && !hasKeyword(message.body, keywords)) continue
    const earlier = wordingBefore(before, message)
    if (earlier) {
      const wasTold = mentionsPerson(earlier, me) || (!isNamed && hasKeyword(earlier.body, keywords))
      if (!wasTold) edits.newly.push(message)
    } else if (isNamed) edits.perhaps.push(message)
  }
  return edits
}

/** Whether the room counts more mentions than its new posts and a marker that was set back account for. */
export function countsMore({ before, after, messages }: Folded, roomId: number): boolean {
  const [was, is] = [before.rooms[roomId], after.rooms[roomId]]
  if (!was || !is || was.epoch !== is.epoch) return false
  const isNewMention = (message: Message) =>
    message.roomId === roomId &&
    message.seq > was.lastSeq &&
    isUnreadPost(message, is.readSeq, after.me?.id) &&
    mentionsPerson(message, after.me?.id)
  return is.mentionCount - was.mentionCount > messages.filter(isNewMention).length
}

/** Whether the marker stands elsewhere than at that place: somebody looked, here or on another device. */
export function hasMoved(room: Place, from: Place): boolean {
  return room.readSeq !== from.readSeq || room.epoch !== from.epoch
}

/** In a direct room every post was told already, and mentions nobody more. */
const mayTell = (room: Room) => room.kind !== 'direct' && wantsOf(room) !== 'nothing'

const names = ({ mentions }: Message, me: number | undefined) =>
  mentions?.some(({ id }) => id === me) ?? false

const lastSeqOf = ({ rooms }: Snapshot, roomId: number) => rooms[roomId]?.lastSeq ?? 0

/** A list of rooms may have brought the new words of its last message before the edit itself is told. */
function wordingBefore({ rooms, timelines }: Snapshot, { roomId, seq, rev }: Message): Message | undefined {
  const isOlder = (message: Message | null | undefined) => message?.seq === seq && message.rev < rev
  const last = rooms[roomId]?.lastMessage
  return isOlder(last) ? last! : timelines[roomId]?.messages.find(isOlder)
}
