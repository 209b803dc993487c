/**
 * Raises and withdraws native notifications, and keeps the badge, as `alerts.ts` decides. While the person is not to be
 * disturbed, what would be raised is held.
 */

import type { AlertPreferences } from '@chatter/shared/alerts.ts'
import { isDoNotDisturb } from '@chatter/shared/alerts.ts'
import type { RoomFiles, RoomFilesQuery } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import { isSilent } from '@chatter/shared/quiet-hours.ts'
import { emptySnapshot, type Snapshot } from '@chatter/shared/snapshot.ts'
import type { Bridge } from '../../bridge/bridge.ts'
import { isBehindDialog, onDialogs } from '../lib/open-dialogs.ts'
import { countsMore, hasMoved, namingEdits, type Place } from './alerts.edits.ts'
import { createHeld } from './alerts.held.ts'
import {
  alertOf,
  badgeCount,
  isLookedAt,
  isRead,
  isSeenAtOnce,
  type Looking,
  type Missed,
  missedNews,
  type News,
  newsFor,
  newsOfCount,
  newsOfFiles,
} from './alerts.ts'
import type { Cache, HeldPlaces } from './cache.ts'
import type { Folded } from './known.ts'
import type { AttentionWatch } from './seen.ts'

export type AlertsOptions = {
  bridge: Pick<Bridge, 'ask' | 'on'>
  attention: Pick<AttentionWatch, 'read' | 'isAttentive' | 'onChange'>
  serverUrl: string
  openRoomId: () => number | undefined
  listFiles: (roomId: number, query: RoomFilesQuery) => Promise<RoomFiles>
  /** Keeps which posts are not told yet, and has their words. */
  cache?: () => Pick<Cache, 'rememberHeld' | 'readMessages'> | undefined
  now?: () => number
  /** Where this device is: an IANA name. */
  timeZone?: () => string
}

/** So many of a room's newest files are looked at for those that were missed. */
const mostMissedFiles = 20

/** In milliseconds. */
const minute = 60_000

export type Alerts = ReturnType<typeof createAlerts>

export function createAlerts({
  bridge,
  attention,
  serverUrl,
  openRoomId,
  listFiles,
  cache = () => undefined,
  now = Date.now,
  timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone,
}: AlertsOptions) {
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
  /** What is not told while no notification comes. */
  const held = createHeld(places => cache()?.rememberHeld(places))
  let isHushed = false
  let latest = emptySnapshot
  let timer: ReturnType<typeof setTimeout> | undefined

  const stops = [attention.onChange(look), onDialogs(look)]

  /** What lies behind a dialog is not looked at. */
  function looking(): Looking {
    const { atEndOf } = attention.read()
    const isAttentive = !isBehindDialog() && attention.isAttentive()
    return { isAttentive, openRoomId: openRoomId(), atEndOf }
  }

  function raise(news: News) {
    const { room, newest, messages } = news
    missed.delete(room.id)
    if (newest.seq <= (live.get(room.id)?.seq ?? 0)) return
    if (isHushed) for (const message of messages) held.keep(message)
    else show(news)
  }

  function show({ room, newest, count }: News, readAt?: Place) {
    live.set(room.id, { seq: newest.seq, ...(readAt && { readAt }) })
    bridge.ask('alert:show', alertOf(room, newest, count, serverUrl)).catch(report)
  }

  /** Holds notifications back from now on, or tells what was held; and looks again when that may have changed. */
  function followClock(snapshot: Snapshot) {
    latest = snapshot
    clearTimeout(timer)
    const { alertPreferences } = snapshot
    const isHushedNow = isSilent(alertPreferences, now(), timeZone())
    if (isHushedNow) timer = setTimeout(() => followClock(latest), timeToLookAgain(alertPreferences, now()))
    if (isHushedNow === isHushed) return
    isHushed = isHushedNow
    bridge.ask('alert:hush', { isHushed }).catch(report)
    if (!isHushed) tellHeld()
  }

  function tellHeld() {
    for (const { readAt, ...news } of held.take(latest)) {
      const { room, newest } = news
      const isTold = newest.seq <= (live.get(room.id)?.seq ?? 0)
      if (!isTold && !isSeenAtOnce(room, looking())) show(news, readAt)
    }
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
      const readAt = isPast ? { readSeq, epoch } : undefined
      if (isHushed) held.keep(message, readAt)
      else show({ room, newest: message, messages: [message], count: 1 }, readAt)
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

  /** One room after the other: what was missed is told soon, and the server has others to answer. */
  async function tellFiles(rooms: ReadonlyMap<number, number>) {
    for (const [roomId, seq] of rooms) {
      const { files } = await listFiles(roomId, { limit: mostMissedFiles }).catch(() => ({ files: [] }))
      const room = latest.rooms[roomId]
      const news = room && newsOfFiles(room, files, seq, latest)
      if (news && !isLookedAt(room, looking())) raise(news)
    }
  }

  function showBadge(count: number) {
    if (count === badge) return
    badge = count
    bridge.ask('badge:show', { count }).catch(report)
  }

  return {
    attend(folded: Folded) {
      held.follow(folded.messages)
      followClock(folded.after)
      if (folded.source === 'list') noteReadMeanwhile(folded)
      raiseEdits(folded)
      for (const news of newsFor(folded, looking(), missed)) raise(news)
      noteMissed(folded)
      withdrawRead(folded.after)
      withdrawDeleted(folded)
      showBadge(badgeCount(folded.after))
    },
    /**
     * What was held when the app ended. It is told once it is known what of it was read since; for posts in rooms of which nothing
     * is here, as if they had been missed.
     */
    async restore(places: HeldPlaces) {
      for (const { roomId, seqs } of places)
        for (const seq of seqs.toSorted((a, b) => a - b)) {
          const page = await cache()?.readMessages(roomId, seq, seq)
          for (const message of page?.messages ?? []) if (message.deletedAt === undefined) held.keep(message)
          if (!page && !missed.has(roomId)) missed.set(roomId, { seq: seq - 1, hasMentions: true })
        }
    },
    /**
     * Everything that was missed is here. Mentions that were not among it are counted, at least; and of files in rooms of which
     * nothing is here, the server is asked.
     */
    async caughtUp(snapshot: Snapshot) {
      const unseen = new Map<number, number>()
      for (const [roomId, { seq, hasMentions }] of missed) {
        const room = snapshot.rooms[roomId]
        const news = room && hasMentions ? newsOfCount(room) : undefined
        if (news && !isRead(snapshot, roomId, news.newest.seq)) raise(news)
        else if (room && room.lastSeq > seq && !snapshot.timelines[roomId]) unseen.set(roomId, seq)
      }
      missed.clear()
      readMeanwhile.clear()
      if (!isHushed) tellHeld()
      await tellFiles(unseen)
    },
    /** The person went to another room. */
    look,
    /** The person is logged out: nothing of theirs stays on the screen. */
    clear() {
      for (const roomId of live.keys()) bridge.ask('alert:withdraw', { roomId }).catch(report)
      live.clear()
      held.clear()
      followClock(emptySnapshot)
      showBadge(0)
    },
    stop() {
      clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}

/** In milliseconds: quiet hours end with a minute, do not disturb at any time. A machine that slept looks when it wakes. */
function timeToLookAgain({ doNotDisturb }: AlertPreferences, now: number): number {
  const ends = isDoNotDisturb(doNotDisturb, now)
    ? (doNotDisturb.until ?? Number.POSITIVE_INFINITY)
    : now + minute
  return Math.min(minute - (now % minute), ends - now)
}

function report(error: unknown) {
  console.error('The operating system did not take a notification.', error)
}
