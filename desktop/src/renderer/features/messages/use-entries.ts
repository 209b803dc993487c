import type { Room } from '@chatter/shared/rooms.ts'
import type { Timeline } from '@chatter/shared/snapshot.ts'
import { useMemo, useState } from 'react'
import { useClientState, useMe } from '../session/use-client.ts'
import { grewAtStart, layRows } from './rows.ts'
import type { Entry } from './view.ts'

/** A room's messages and what I wrote that is not there yet, laid out. */
export function useEntries(
  room: Room,
  { messages, hasBefore, hasAfter }: Timeline,
  unreadFrom: number | null,
): Entry[] {
  const me = useMe()
  const outbox = useClientState(state => state.outbox)
  return useMemo(() => {
    const pending = hasAfter ? [] : outbox.filter(post => post.roomId === room.id)
    const rows = layRows(messages, pending, unreadFrom, me.id)
    const isMine = (row: (typeof rows)[number]) =>
      row.message?.kind === 'post' && row.message.author.id === me.id
    const newest = hasAfter ? undefined : rows.findLast(isMine)
    const seen = rows.findLast(row => isMine(row) && row.message!.seq <= (room.peerReadSeq ?? 0))
    const laid = rows.map(row => ({
      key: row.key,
      row,
      isMine: isMine(row),
      isNewestOfMine: row === newest,
      isSeen: row === seen,
    }))
    return [{ key: 'start', hasBefore } as const, ...laid]
  }, [messages, outbox, hasBefore, hasAfter, room.id, room.peerReadSeq, unreadFrom, me.id])
}

/** Whether the entries grew or shrank at the start, so that the view has to be held from the end. */
export function useShift(entries: readonly Entry[]): boolean {
  const [last, setLast] = useState({ entries, isShifted: false })
  if (last.entries === entries) return last.isShifted
  const isShifted = grewAtStart(last.entries.slice(1), entries.slice(1))
  setLast({ entries, isShifted })
  return isShifted
}
