/** What is pinned in the rooms whose pins somebody asked for. News keep the lists while a connection lasts. */
import type { Message } from '@chatter/shared/messages.ts'
import type { Api } from '../connection/api.ts'
import type { Folded } from './known.ts'
import type { ClientState } from './state.ts'

type Lists = ClientState['pins']

export type PinsOptions = {
  read: () => Lists
  onChange: (pins: Lists) => void
  api: Pick<Api, 'listPins'>
  openRoomId: () => number | undefined
}

export function createPins({ read, onChange, api, openRoomId }: PinsOptions) {
  /** What is told while an answer is on its way: it may be newer than the answer. */
  const telling = new Set<Message[]>()

  async function load(roomId: number): Promise<void> {
    const told: Message[] = []
    telling.add(told)
    try {
      const listed = await api.listPins(roomId)
      onChange({ ...read(), [roomId]: foldPins(listed, roomId, told) })
    } finally {
      telling.delete(told)
    }
  }

  return {
    load,

    /** Hears of posts wherever they are in their room, on screen or not. */
    attend({ source, after, messages }: Pick<Folded, 'source' | 'after' | 'messages'>) {
      // A page of history may be older than what was told.
      const news = source === 'history' ? [] : messages
      for (const told of telling) told.push(...news)
      const before = read()
      const kept = Object.entries(before).filter(([roomId]) => after.rooms[Number(roomId)])
      const folded = kept.map(([roomId, pins]) => [roomId, foldPins(pins, Number(roomId), news)] as const)
      const isSame = folded.length === Object.keys(before).length
      if (isSame && folded.every(([roomId, pins]) => pins === before[Number(roomId)])) return
      onChange(Object.fromEntries(folded))
    },

    /** After a connection: lists may have missed something. The one on screen is read again, the others when they are asked for. */
    async resume(): Promise<void> {
      const open = openRoomId()
      const shown = open === undefined ? undefined : read()[open]
      onChange(shown ? { [open!]: shown } : {})
      if (shown) await load(open!)
    },
  }
}

/** The list with what was told of its room, the one that was pinned last first. The same list when nothing concerns it. */
export function foldPins(
  pins: readonly Message[],
  roomId: number,
  messages: readonly Message[],
): readonly Message[] {
  const news = messages.filter(message => message.roomId === roomId)
  return news.reduce(foldPin, pins)
}

function foldPin(pins: readonly Message[], message: Message): readonly Message[] {
  const known = pins.find(({ seq }) => seq === message.seq)
  if (known ? known.rev >= message.rev : !message.pinned) return pins
  const others = pins.filter(pin => pin !== known)
  return message.pinned ? [...others, message].sort((a, b) => b.pinned!.at - a.pinned!.at) : others
}
