/** Raises and withdraws native notifications, and keeps the badge, as `alerts.ts` decides. */

import type { Message } from '@chatter/shared/messages.ts'
import type { Snapshot } from '@chatter/shared/snapshot.ts'
import type { AlertRequest, Bridge } from '../../bridge/bridge.ts'
import { isBehindDialog, onDialogs } from '../lib/open-dialogs.ts'
import { countsMore, hasMoved, namingEdits, type Place } from './alerts.edits.ts'
import {
  alertForCount,
  alertOf,
  alertsFor,
  badgeCount,
  isLookedAt,
  isRead,
  type Looking,
  type Missed,
  missedNews,
} from './alerts.ts'
import type { Folded } from './known.ts'
import type { AttentionWatch } from './seen.ts'

export type AlertsOptions = {
  bridge: Pick<Bridge, 'ask' | 'on'>
  attention: Pick<AttentionWatch, 'read' | 'isAttentive' | 'onChange'>
  serverUrl: string
  openRoomId: () => number | undefined
}

export type Alerts = ReturnType<typeof createAlerts>

export function createAlerts({ bridge, attention, serverUrl, openRoomId }: AlertsOptions) {
  /** What each room's live notification tells of, and where the marker stood if that was read before its edit. */
  const live = new Map<number, { seq: number; readAt?: Place }>()
  /** Rooms whose missed news are still to come. */
  const missed = new Map<number, Missed>()
  /** Rooms that were read elsewhere while this device was away. */
  let readMeanwhile = new Set<number>()
  /** The last edit in each room that perhaps names the person newly: when it counts for them, it does. */
  const perhaps = new Map<number, Message>()
  /** Posts of which an edit was told, or seen: once is enough. */
  const toldEdits = new Set<string>()
  let badge: number | undefined

  const stops = [attention.onChange(look), onDialogs(look)]

  /** What lies behind a dialog is not looked at. */
  function looking(): Looking {
    const { atEndOf } = attention.read()
    const isAttentive = !isBehindDialog() && attention.isAttentive()
    return { isAttentive, openRoomId: openRoomId(), atEndOf }
  }

  function raise(alert: AlertRequest) {
    const { roomId, seq } = alert.destination
    missed.delete(roomId)
    if (seq <= (live.get(roomId)?.seq ?? 0)) return
    show(alert)
  }

  function show(alert: AlertRequest, readAt?: Place) {
    const { roomId, seq } = alert.destination
    live.set(roomId, { seq, ...(readAt && { readAt }) })
    bridge.ask('alert:show', alert).catch(report)
  }

  /** Tells of posts that name the person only since they were edited, be they read or not. */
  function raiseEdits(folded: Folded) {
    for (const message of newsOfEdits(folded)) {
      const { roomId, seq } = message
      const room = folded.after.rooms[roomId]!
      const isPast = seq <= room.readSeq
      if (toldEdits.has(`${roomId} ${seq}`) || (isPast && readMeanwhile.has(roomId))) continue
      toldEdits.add(`${roomId} ${seq}`)
      missed.delete(roomId)
      if (isLookedAt(room, looking())) continue
      const { readSeq, epoch } = room
      show(alertOf(room, message, 1, serverUrl), isPast ? { readSeq, epoch } : undefined)
    }
  }

  function newsOfEdits(folded: Folded): Message[] {
    const edits = namingEdits(folded)
    for (const { roomId } of folded.messages) perhaps.delete(roomId)
    for (const message of edits.perhaps) perhaps.set(message.roomId, message)
    const isCounted = ({ roomId, seq }: Message) =>
      seq > (folded.after.rooms[roomId]?.readSeq ?? seq) &&
      (missed.get(roomId)?.hasMentions || countsMore(folded, roomId))
    return [...edits.newly, ...[...perhaps.values()].filter(isCounted)]
  }

  function withdraw(roomId: number) {
    live.delete(roomId)
    bridge.ask('alert:withdraw', { roomId }).catch(report)
  }

  function withdrawRead(snapshot: Snapshot) {
    for (const [roomId, { seq, readAt }] of live) {
      const room = snapshot.rooms[roomId]
      const wasRead = readAt ? !room || hasMoved(room, readAt) : isRead(snapshot, roomId, seq)
      if (wasRead || room?.level === 'muted') withdraw(roomId)
    }
  }

  /** What its author took back is not shown any longer. */
  function withdrawDeleted({ messages }: Folded) {
    for (const { roomId, seq, deletedAt } of messages)
      if (deletedAt !== undefined && live.get(roomId)?.seq === seq) withdraw(roomId)
  }

  /** Whose marker stands beyond a post does not move it by looking: that they look is enough. */
  function look() {
    const roomId = openRoomId()
    const isPast = roomId !== undefined && live.get(roomId)?.readAt !== undefined
    if (isPast && looking().isAttentive) withdraw(roomId)
  }

  /** A second list does not take the place of what the first one left to tell. */
  function noteMissed(folded: Folded) {
    for (const [roomId, { seq, hasMentions }] of missedNews(folded, looking())) {
      const earlier = missed.get(roomId)
      missed.set(roomId, {
        seq: earlier?.seq ?? seq,
        hasMentions: hasMentions || (earlier?.hasMentions ?? false),
      })
    }
  }

  function noteReadMeanwhile({ before, after }: Folded) {
    const moved = Object.values(after.rooms).filter(room => hasMoved(room, before.rooms[room.id] ?? room))
    readMeanwhile = new Set(moved.map(({ id }) => id))
    perhaps.clear()
  }

  function showBadge(count: number) {
    if (count === badge) return
    badge = count
    bridge.ask('badge:show', { count }).catch(report)
  }

  return {
    attend(folded: Folded) {
      if (folded.source === 'list') noteReadMeanwhile(folded)
      raiseEdits(folded)
      for (const alert of alertsFor(folded, looking(), serverUrl, missed)) raise(alert)
      noteMissed(folded)
      withdrawRead(folded.after)
      withdrawDeleted(folded)
      showBadge(badgeCount(folded.after))
    },
    /** Everything that was missed is here: mentions that were not among it are counted, at least. */
    caughtUp(snapshot: Snapshot) {
      for (const [roomId, { hasMentions }] of missed) {
        if (!hasMentions) continue
        const room = snapshot.rooms[roomId]
        const alert = room && alertForCount(room, serverUrl)
        if (alert && !isRead(snapshot, roomId, alert.destination.seq)) raise(alert)
      }
      missed.clear()
      readMeanwhile.clear()
    },
    /** The person went to another room. */
    look,
    /** The person is logged out: nothing of theirs stays on the screen. */
    clear() {
      for (const roomId of live.keys()) bridge.ask('alert:withdraw', { roomId }).catch(report)
      live.clear()
      showBadge(0)
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}

function report(error: unknown) {
  console.error('The operating system did not take a notification.', error)
}
