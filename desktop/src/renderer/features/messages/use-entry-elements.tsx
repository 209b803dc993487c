import type { Room } from '@chatter/shared/rooms.ts'
import { type ReactElement, useCallback, useRef } from 'react'
import { TimelineEntry } from './timeline-entry.tsx'
import type { Entry } from './view.ts'

type Standing = {
  room: Room
  /** Of mine: the newest, and the last that the other one has read. */
  told: { newest: Entry | undefined; seen: Entry | undefined }
  /** The seq of the message that was jumped to. */
  lit: number | null
  /** The key of the entry that the keys are at. */
  active: string | null
}

type Props = ReactElement<Parameters<typeof TimelineEntry>[0]>

/**
 * Draws an entry. While nothing of it changes it is the very same element, so that React passes over the rows that stay on
 * screen when the view is scrolled.
 */
export function useEntryElements({ room, told, lit, active }: Standing): (entry: Entry) => ReactElement {
  const drawn = useRef(new WeakMap<Entry, Props>())
  return useCallback(
    entry => {
      const isActive = entry.key === active
      const isLit = lit !== null && entry.message?.seq === lit
      const isNewestOfMine = entry === told.newest
      const isSeen = entry === told.seen
      const last = drawn.current.get(entry)
      // What stands above all messages tells of the room, rows do not.
      if (
        last &&
        last.props.isActive === isActive &&
        last.props.isLit === isLit &&
        last.props.isNewestOfMine === isNewestOfMine &&
        last.props.isSeen === isSeen &&
        (entry.key !== 'start' || last.props.room === room)
      )
        return last
      const props = { entry, room, isActive, isLit, isNewestOfMine, isSeen }
      const element = <TimelineEntry key={entry.key} {...props} />
      drawn.current.set(entry, element)
      return element
    },
    [room, told, lit, active],
  )
}
