import type { Room } from '@chatter/shared/rooms.ts'
import type { Timeline } from '@chatter/shared/snapshot.ts'
import { useMemo, useRef, useState } from 'react'
import { isLookedAt } from '../attention/attention.ts'
import { useClientState, useMe } from '../session/use-client.ts'
import { firstUnread, placeOnOpen, placeUnreadLine } from './unread-line.ts'

export type UnreadLine = {
  /** The message above which the line stands; null while there is none, or it is above what is loaded. */
  from: number | null
  /** How many were unread above what is loaded, and from which seq on. */
  above: { count: number; seq: number } | null
  /** Tells whether the end of the room is on screen. */
  look: (isEndSeen: boolean) => void
}

/** Where unread begins, for as long as this room stays open. */
export function useUnreadLine(room: Room, { messages, hasBefore }: Timeline): UnreadLine {
  const me = useMe()
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const isEndSeen = useRef(true)
  const [place, setPlace] = useState(() => placeOnOpen(room))
  // What arrives by catching up came while nobody could look.
  const moved = placeUnreadLine(place, room, isOnline && isEndSeen.current && isLookedAt())
  if (moved !== place) setPlace(moved)
  const { line, count } = moved
  const first = messages[0]?.seq ?? 0
  const isAbove = line !== null && hasBefore && line < first
  const from = useMemo(
    () => (isAbove ? null : firstUnread(messages, line, me.id)),
    [messages, line, isAbove, me.id],
  )
  return {
    from,
    above: isAbove && count > 0 ? { count, seq: line } : null,
    look: seen => {
      isEndSeen.current = seen
    },
  }
}
