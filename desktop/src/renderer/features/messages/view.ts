import type { Room } from '@chatter/shared/rooms.ts'
import type { Timeline } from '@chatter/shared/snapshot.ts'
import type { RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { Row } from './rows.ts'
import type { Follow } from './use-follow.ts'

/** What is laid out from top to bottom: first what stands above all messages, then the rows. */
export type Entry = Start | Row
export type Start = {
  key: 'start'
  hasBefore: boolean
  /** There is nothing but what stands above it, because this machine was never told. */
  isUntold: boolean
  message?: undefined
  isMine?: undefined
}

export function isStart(entry: Entry): entry is Start {
  return entry.key === 'start'
}

/** The timeline on screen, as its hooks see it. */
export type View = {
  room: Room
  timeline: Timeline
  entries: readonly Entry[]
  scroller: RefObject<HTMLDivElement | null>
  list: RefObject<VirtualizerHandle | null>
  follow: Follow
}

/** Where a message stands in the entries; -1 when it is not there. */
export function indexOfSeq(entries: readonly Entry[], seq: number): number {
  return entries.findIndex(entry => {
    if (!entry.message) return false
    return (entry.run?.[0] ?? entry.message).seq <= seq && seq <= entry.message.seq
  })
}
