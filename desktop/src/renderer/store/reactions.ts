/** My reactions: shown at once, told to the server one after the other, and taken back when it refuses. */
import { knownRev } from '@chatter/shared/messages.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { parseEmoji, type React, reactionsWith, reactionsWithout } from '@chatter/shared/reactions.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'

export type ReactionsOptions = {
  read: () => Snapshot
  change: (change: (snapshot: Snapshot) => Snapshot) => void
  call: (name: 'reaction:add' | 'reaction:remove', reaction: React) => Promise<Message>
  onChanged: (message: Message) => void
}

type Pending = {
  reaction: React
  /** Whether I want it there. */
  isWanted: boolean
  /** Whether it was there before, as far as it could be seen. */
  wasThere: boolean
  /** The room's rev at which the server has it as wanted. */
  doneAt?: number
  work?: Promise<void>
}

export function createReactions({ read, change, call, onChanged }: ReactionsOptions) {
  const pending = new Map<string, Pending>()

  async function react(isWanted: boolean, roomId: number, seq: number, emoji: string): Promise<void> {
    const reaction = { roomId, seq, emoji: parseEmoji(emoji) }
    const key = JSON.stringify(reaction)
    const known = pending.get(key)
    const entry = known ?? { reaction, isWanted, wasThere: isThere(read(), reaction) }
    entry.isWanted = isWanted
    entry.doneAt = undefined
    pending.set(key, entry)
    change(snapshot => withReaction(snapshot, reaction, isWanted))
    entry.work ??= tell(key, entry).finally(() => {
      entry.work = undefined
    })
    await entry.work
  }

  /** Tells what is wanted now, until that is what the server has. */
  async function tell(key: string, entry: Pending): Promise<void> {
    for (;;) {
      const { isWanted, reaction } = entry
      try {
        const message = await call(isWanted ? 'reaction:add' : 'reaction:remove', reaction)
        if (entry.isWanted !== isWanted) {
          entry.wasThere = isWanted
          continue
        }
        entry.doneAt = message.rev
        onChanged(message)
      } catch (error) {
        pending.delete(key)
        change(snapshot => withReaction(snapshot, reaction, entry.wasThere))
        throw error
      }
      return
    }
  }

  return {
    add: (roomId: number, seq: number, emoji: string) => react(true, roomId, seq, emoji),
    remove: (roomId: number, seq: number, emoji: string) => react(false, roomId, seq, emoji),

    /** A message as the server tells it may be older than what I did to it. */
    overlay(snapshot: Snapshot): Snapshot {
      let overlaid = snapshot
      for (const [key, { reaction, isWanted, doneAt }] of pending)
        if (isTold(snapshot, reaction, doneAt)) pending.delete(key)
        else overlaid = withReaction(overlaid, reaction, isWanted)
      return overlaid
    },
  }
}

/** Whether what the server says now has my reaction as I wanted it, or never will. */
function isTold(snapshot: Snapshot, { roomId }: React, doneAt: number | undefined): boolean {
  return !snapshot.rooms[roomId] || (doneAt !== undefined && knownRev(snapshot, roomId) >= doneAt)
}

function isThere(snapshot: Snapshot, { roomId, seq, emoji }: React): boolean {
  const message = snapshot.timelines[roomId]?.messages.find(message => message.seq === seq)
  const reaction = message?.reactions?.find(other => other.emoji === emoji)
  return reaction?.accountIds.includes(snapshot.me?.id ?? 0) ?? false
}

/** The snapshot with my reaction there or not, as far as the message is in memory. */
function withReaction(snapshot: Snapshot, reaction: React, isWanted: boolean): Snapshot {
  const me = snapshot.me?.id
  const timeline = snapshot.timelines[reaction.roomId]
  if (!timeline || me === undefined || isThere(snapshot, reaction) === isWanted) return snapshot
  const index = timeline.messages.findIndex(({ seq }) => seq === reaction.seq)
  const message = timeline.messages[index]
  if (!message || message.deletedAt !== undefined) return snapshot
  const reactions = isWanted
    ? reactionsWith(message.reactions ?? [], reaction.emoji, me)
    : reactionsWithout(message.reactions ?? [], reaction.emoji, me)
  const { reactions: _, ...bare } = message
  const changed = reactions.length > 0 ? { ...bare, reactions } : bare
  const grown = { ...timeline, messages: timeline.messages.with(index, changed) }
  return { ...snapshot, timelines: { ...snapshot.timelines, [reaction.roomId]: grown } }
}
