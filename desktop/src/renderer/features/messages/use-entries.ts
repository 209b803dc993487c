import type { Room } from '@chatter/shared/rooms.ts'
import type { Timeline } from '@chatter/shared/snapshot.ts'
import { useMemo, useRef, useState } from 'react'
import { useClientState, useMe } from '../session/use-client.ts'
import { grewAtStart, type Laid, layMessages, layPending, type Row } from './rows.ts'
import type { Entry, Start } from './view.ts'

/** A room's messages and what I wrote that is not there yet, laid out. */
export function useEntries(
  room: Room,
  { messages, hasBefore, hasAfter }: Timeline,
  unreadFrom: number | null,
): Entry[] {
  const me = useMe()
  const outbox = useClientState(state => state.outbox)
  const laid = useRef<Laid>(undefined)
  return useMemo(() => {
    laid.current = layMessages(messages, unreadFrom, me.id, laid.current)
    const pending = hasAfter ? [] : outbox.filter(post => post.roomId === room.id)
    const start: Start = { key: 'start', hasBefore, isUntold: hasBefore && messages.length === 0 }
    return [start as Entry].concat(laid.current.rows, layPending(pending, messages.at(-1), me.id))
  }, [messages, outbox, hasBefore, hasAfter, room.id, unreadFrom, me.id])
}

/** The newest of my posts, and the last that the other one of a direct room has read. Their state is shown. */
export function useTold({ peerReadSeq }: Room, { hasAfter }: Timeline, entries: readonly Entry[]) {
  return useMemo(() => {
    const isMine = (entry: Entry): entry is Row => entry.message !== undefined && entry.isMine
    return {
      newest: hasAfter ? undefined : entries.findLast(isMine),
      seen:
        peerReadSeq !== null
          ? entries.findLast(entry => isMine(entry) && entry.message!.seq <= peerReadSeq)
          : undefined,
    }
  }, [entries, hasAfter, peerReadSeq])
}

/** Whether the entries grew or shrank at the start, so that the view has to be held from the end. */
export function useShift(entries: readonly Entry[]): boolean {
  const [last, setLast] = useState({ entries, isShifted: false })
  if (last.entries === entries) return last.isShifted
  const isShifted = grewAtStart(last.entries.slice(1), entries.slice(1))
  setLast({ entries, isShifted })
  return isShifted
}
