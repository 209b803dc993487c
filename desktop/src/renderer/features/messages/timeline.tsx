/** The messages of a room: where scrolling, loading, reading and keys meet. Each of them has its own hook beside this file. */
import type { Room } from '@chatter/shared/rooms.ts'
import { emptyTimeline } from '@chatter/shared/snapshot.ts'
import { useEffect, useRef, useState } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { loadMarkdown } from '../markdown/use-markdown.ts'
import { useNavigation } from '../navigation/navigation.ts'
import { useRoomName } from '../rooms/room-name.ts'
import { useClientState } from '../session/use-client.ts'
import { JumpButtons } from './jump-buttons.tsx'
import { MessageOverlay } from './message-overlay.tsx'
import { MissingNote } from './missing-note.tsx'
import { TimelineSkeleton } from './timeline-skeleton.tsx'
import { useEntries, useShift, useTold } from './use-entries.ts'
import { useEntryElements } from './use-entry-elements.tsx'
import { useFirstPlace } from './use-first-place.ts'
import { useFollow } from './use-follow.ts'
import { useLatest } from './use-latest.ts'
import { useLoading } from './use-loading.ts'
import { usePostKeys } from './use-post-keys.ts'
import { useSeen } from './use-seen.ts'
import { useSizes } from './use-sizes.ts'
import { useTarget } from './use-target.ts'
import { useUnreadLine } from './use-unread-line.ts'
import { useUntold } from './use-untold.ts'
import './timeline.css'

/** Rows are laid out and measured this far ahead, in pixels, so that none grows when it is on screen already. */
const measuredAhead = { atFirst: 100, later: 1000 } as const

/** Of a room in which nothing was said yet. */
const newTimeline = { ...emptyTimeline, hasBefore: false }

export function Timeline({ room }: { room: Room }) {
  const name = useRoomName(room)
  const known = useClientState(({ snapshot }) => snapshot.timelines[room.id])
  const timeline = known ?? (room.lastSeq === 0 ? newTimeline : emptyTimeline)
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)

  const isUntold = useUntold(room.id, known !== undefined)
  const isShown = known !== undefined || isUntold

  const unread = useUnreadLine(room, timeline)
  const entries = useEntries(room, timeline, unread.from)
  const isShifted = useShift(entries)
  const told = useTold(room, timeline, entries)
  const follow = useFollow(scroller, entries, !timeline.hasAfter)
  const view = { room, timeline, entries, scroller, list, follow }
  const { lit, missing } = useTarget(view)
  useFirstPlace(view, unread.from, known !== undefined)
  const load = useLoading(view)
  const look = useSeen(view, unread.look)
  const goToLatest = useLatest(view)
  const keys = usePostKeys(view, goToLatest)
  const ahead = useMeasuredAhead(room.id, known !== undefined)
  const sizes = useSizes(room.id, entries, list)
  const elementOf = useEntryElements({ room, told, lit, active: keys.active })

  return (
    <div className="timeline-frame">
      <div
        ref={scroller}
        className="timeline"
        role="log"
        aria-label={name}
        aria-live={follow.isAtEnd ? 'polite' : 'off'}
        aria-busy={!isShown}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onScroll={() => {
          follow.onScroll()
          load()
          look()
        }}
      >
        <div className="timeline-content">
          <div className="timeline-rest" />
          {isShown ? (
            <Virtualizer
              ref={list}
              scrollRef={scroller}
              data={entries}
              shift={isShifted}
              keepMounted={keys.kept}
              bufferSize={ahead}
              cache={sizes}
            >
              {elementOf}
            </Virtualizer>
          ) : (
            <TimelineSkeleton />
          )}
          <div className="timeline-end" />
        </div>
      </div>
      <JumpButtons view={view} unread={unread} goToLatest={goToLatest} />
      <MissingNote missing={missing} />
      <MessageOverlay room={room} />
    </div>
  )
}

/**
 * At first only what is on screen is laid out, so that it can be read soon. Not where the room opens at a message: when a page
 * comes above it, virtua holds the view from the end, and rows below that are measured only then would move it.
 */
function useMeasuredAhead(roomId: number, isKnown: boolean): number {
  const isSoughtIn = () => useNavigation.getState().target?.roomId === roomId
  const [ahead, setAhead] = useState<number>(() => measuredAhead[isSoughtIn() ? 'later' : 'atFirst'])
  useEffect(() => {
    if (!isKnown) return
    const timer = setTimeout(() => {
      setAhead(measuredAhead.later)
      loadMarkdown()
    }, 200)
    return () => clearTimeout(timer)
  }, [isKnown])
  return ahead
}
