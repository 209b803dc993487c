/** Files that came directly and are not here any more, or are at another device: their sender's app may have them. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import { v7 } from 'uuid'
import type { Signalled } from '../connection/direct/signals.ts'
import { isThere, type Say } from './direct.peers.ts'

/**
 * `waiting`: for a connection, with which it is asked for. `offline`: the sender is not there now. `cannot`: no app of theirs has
 * it, or gave it.
 */
export type WishState = 'waiting' | 'asking' | 'receiving' | 'offline' | 'cannot'

/** Their apps have so long to answer, and another one so long when one cannot, in milliseconds. */
const patience = { silence: 8_000, other: 1_500 } as const

export type WishesOptions = {
  say: Say
  read: () => Snapshot
  /** The server is there, and it is known who else is. */
  isConnected: () => boolean
  isConnectable: () => boolean
  onChange: (wishes: Readonly<Record<string, WishState>>) => void
}

export function createWishes({ say, read, isConnected, isConnectable, onChange }: WishesOptions) {
  let states: Readonly<Record<string, WishState>> = {}
  const asked = new Map<string, Attachment>()
  /** Those that are asked for with the next connection. */
  let waiting: readonly Attachment[] = []
  const timers = new Set<ReturnType<typeof setTimeout>>()

  function set(attachmentId: string, state: WishState | undefined) {
    const { [attachmentId]: _, ...others } = states
    states = state ? { ...others, [attachmentId]: state } : others
    onChange(states)
  }

  function giveUpLater(wish: string, time: number) {
    const timer = setTimeout(() => {
      timers.delete(timer)
      const attachment = asked.get(wish)
      asked.delete(wish)
      if (attachment && states[attachment.id] === 'asking') set(attachment.id, 'cannot')
    }, time)
    timers.add(timer)
  }

  function wait(attachment: Attachment) {
    waiting = [...waiting, attachment]
    set(attachment.id, 'waiting')
  }

  async function ask(attachment: Attachment): Promise<void> {
    const { id, sha256 } = attachment
    const snapshot = read()
    const room = directRoomOf(snapshot, id)
    if (!room?.peer || !isConnectable()) return set(id, 'cannot')
    if (!isConnected()) return wait(attachment)
    if (!isThere(snapshot.presences[room.peer.id]?.state, room.connectedCount)) return set(id, 'offline')
    const wish = v7()
    asked.set(wish, attachment)
    set(id, 'asking')
    giveUpLater(wish, patience.silence)
    if (await say(room.id, { is: 'wish', wish, sha256 })) return
    if (isConnected()) return giveUpLater(wish, 0)
    // It may have been heard before the connection broke; then the file comes, and nothing waits any more.
    if (asked.delete(wish)) wait(attachment)
  }

  return {
    /** Asks the sender's apps for a file, now or with the next connection; what comes of it is in the state. */
    async ask(attachment: Attachment): Promise<void> {
      const state = states[attachment.id]
      if (state === undefined || state === 'offline' || state === 'cannot') await ask(attachment)
    },

    /** The server is there again. */
    resume() {
      const all = waiting
      waiting = []
      for (const attachment of all) void ask(attachment)
    },

    wished(wish: string, sha256: string): Attachment | undefined {
      const attachment = asked.get(wish)
      if (attachment?.sha256 !== sha256) return undefined
      asked.delete(wish)
      set(attachment.id, 'receiving')
      return attachment
    },

    refused({ wish }: Signalled<'cannot'>) {
      if (asked.has(wish)) giveUpLater(wish, patience.other)
    },

    /** What was asked for has come, or has ceased to. */
    ended(attachmentId: string, isWhole: boolean) {
      if (states[attachmentId]) set(attachmentId, isWhole ? undefined : 'cannot')
    },

    stop() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** The direct room of the message that has this file, among what is loaded: somebody sees it. */
export function directRoomOf(
  { rooms, timelines }: Pick<Snapshot, 'rooms' | 'timelines'>,
  attachmentId: string,
) {
  return Object.values(rooms).find(
    ({ id, kind }) =>
      kind === 'direct' &&
      timelines[id]?.messages.some(({ attachments }) => attachments?.some(each => each.id === attachmentId)),
  )
}
