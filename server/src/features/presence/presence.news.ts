/**
 * Tells what changed in the presence book: gathered for a moment, then each room hears its count once, and names go to
 * those whom they concern (docs/decisions/0003). Every node has the same book, and tells its own connections.
 */
import { namedPresenceLimit, type Presence } from '@chatter/shared/presence.ts'
import type { FastifyInstance } from 'fastify'
import { roomChannel } from '../../lib/sockets.ts'
import type { PresenceBook, PresenceChanges } from './presence.book.ts'
import { findMemberCounts, hasMoreAccountsThan, storeLastSeen } from './presence.table.ts'
import { presencesOf } from './presence.ts'
import type { Watchers } from './presence.watchers.ts'

/** How long changes gather, in milliseconds. */
const gathering = 100

/**
 * While more than `crowd` people keep coming and going, it waits for the rest, but tells after this many milliseconds, so that
 * everything is told within a second. Who left has waited for a while already.
 */
const crowd = 20
const patience = 750

/** The more are connected, the more it costs to tell them all: a quarter of a millisecond of silence for each, up to this many. */
const longestSilence = 250

/** How long it waits when the database could not be asked, in milliseconds. */
const recovery = 1_000

export type PresenceNews = {
  /** Something changed: it is told soon. */
  stir: () => void
  close: () => Promise<void>
}

export function createPresenceNews(
  app: FastifyInstance,
  book: PresenceBook,
  watchers: Watchers,
): PresenceNews {
  let timer: NodeJS.Timeout | undefined
  let telling: Promise<void> | undefined
  let isSmall = true
  let toldAt = 0
  let isClosed = false

  function stir() {
    if (timer || telling || isClosed || !book.hasChanges()) return
    const silence = toldAt + Math.min(longestSilence, book.peopleCount() / 4) - Date.now()
    gather(Math.min(Date.now(), book.untoldSince()), 0, Math.max(gathering, silence))
  }

  function gather(since: number, known: number, wait: number) {
    timer = setTimeout(() => {
      const arrivals = book.changedPeopleCount()
      const isGrowing = arrivals > crowd && arrivals > known
      if (isGrowing && Date.now() - since < patience) return gather(since, arrivals, gathering)
      timer = undefined
      telling = tellAll()
    }, wait).unref()
  }

  async function tellAll() {
    const changes = book.takeChanges()
    try {
      await tell(changes)
      toldAt = Date.now()
    } catch (error) {
      app.log.error({ err: error }, 'presence not told yet')
      book.giveBack(changes)
      toldAt = Date.now() + recovery
    }
    telling = undefined
    stir()
  }

  async function tell(changes: PresenceChanges) {
    await storeLastSeen(app.db, departuresToKeep(changes))
    await tellCounts([...changes.roomIds])
    await tellNames(changes)
  }

  async function tellCounts(roomIds: number[]) {
    for (const { roomId, memberCount } of await findMemberCounts(app.db, roomIds)) {
      const rooms = [{ roomId, memberCount, connectedCount: book.countOf(roomId) }]
      app.realtime.here({
        channel: roomChannel(roomId),
        event: 'presence:changed',
        payload: { presences: [], rooms },
      })
    }
  }

  /** Who left another node that is there is kept by that one. */
  function departuresToKeep({ departures }: PresenceChanges) {
    return [...departures]
      .filter(([, { device }]) => !app.nodes.isThere(device))
      .map(([accountId, { at }]) => ({ accountId, at }))
  }

  async function tellNames(changes: PresenceChanges) {
    if (changes.accountIds.size === 0) return
    const presences = await presencesOf(app, [...changes.accountIds])
    isSmall &&= !(await hasMoreAccountsThan(app.db, namedPresenceLimit))
    if (isSmall)
      app.realtime.here({ channel: null, event: 'presence:changed', payload: { presences, rooms: [] } })
    else for (const [device, seen] of addressees(presences, changes)) tellDevice(device, [...seen])
  }

  /** Which connection hears of whom: those who have the person on screen, and those who have a direct room with them. */
  function addressees(presences: Presence[], { departures }: PresenceChanges): Map<string, Set<Presence>> {
    const heard = new Map<string, Set<Presence>>()
    const hear = (device: string, presence: Presence) => {
      const known = heard.get(device)
      if (known) known.add(presence)
      else heard.set(device, new Set([presence]))
    }
    for (const presence of presences) {
      const { accountId } = presence
      for (const device of watchers.of(accountId)) hear(device, presence)
      for (const peerId of departures.get(accountId)?.peerIds ?? book.peersOf(accountId))
        for (const device of book.devicesOf(peerId)) hear(device, presence)
    }
    return heard
  }

  function tellDevice(device: string, presences: Presence[]) {
    app.io.sockets.sockets.get(device)?.emit('presence:changed', { presences, rooms: [] })
  }

  return {
    stir,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await telling
    },
  }
}
