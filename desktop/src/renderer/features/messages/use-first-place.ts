import { useLayoutEffect, useRef } from 'react'
import { useNavigation } from '../navigation/navigation.ts'
import { indexOfSeq, type View } from './view.ts'

/** How far below the top the line is put, in pixels, so that what was read last can be seen above it. */
const above = 96

/** Opens a room where unread begins; else at its end, which following does by itself. */
export function useFirstPlace(
  { room, entries, list, follow }: View,
  unreadFrom: number | null,
  isKnown: boolean,
): void {
  const isDone = useRef(false)
  useLayoutEffect(() => {
    if (isDone.current || !isKnown || entries.length < 2) return
    isDone.current = true
    const hasTarget = useNavigation.getState().target?.roomId === room.id
    const index = unreadFrom === null ? -1 : indexOfSeq(entries, unreadFrom)
    if (hasTarget || index < 0) return
    follow.letGo()
    list.current?.scrollToIndex(index, { align: 'start', offset: -above })
  }, [room.id, entries, unreadFrom, isKnown, list, follow])
}
