/**
 * The one door through which the snapshot changes. Events are folded in order; what does not continue a room without a gap
 * is left to a catch-up. Each fold reaches the views in one step, together with the outbox that it empties, and the cache.
 */
import { applyAccounts } from '@chatter/shared/accounts.apply.ts'
import type { Account } from '@chatter/shared/accounts.ts'
import { applyEvent } from '@chatter/shared/apply.ts'
import { applyChanges, applyPage, hasGap, knownRev } from '@chatter/shared/messages.apply.ts'
import type { ChangePage, Message, MessagePage, RoomMessages } from '@chatter/shared/messages.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import { applyRoomList } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { type Snapshot, without } from '@chatter/shared/snapshot.ts'
import type { StoreApi } from 'zustand/vanilla'
import type { Cache, CachedPage } from './cache.ts'
import type { ClientState } from './state.ts'

/** Where news came from: told at once, in the list of rooms, by a catch-up, or read from history. */
export type Source = 'event' | 'list' | 'changes' | 'history'

export type Folded = {
  source: Source
  before: Snapshot
  after: Snapshot
  /** What was folded, in order. */
  messages: readonly Message[]
}

export type KnownOptions = {
  store: StoreApi<ClientState>
  cache: () => Cache | undefined
  now: () => number
  /** The outbox without the posts whose messages have arrived. */
  emptyOutbox: (snapshot: Snapshot, messages: readonly Message[]) => ClientState['outbox']
  /** The snapshot with what this device knows of itself, such as markers that the server does not have yet. */
  overlay: (snapshot: Snapshot) => Snapshot
  /** The server told that a room has come this far. */
  onHeard: (roomId: number, rev: number) => void
  /** These rooms may miss something now. */
  onTouched: (roomIds: ReadonlySet<number>) => void
  onFolded: (folded: Folded) => void
  onRevoked: (sessionId: number) => void
}

export type Known = ReturnType<typeof createKnown>

/** While more keeps coming, views are told at most this often, in milliseconds. */
const frame = 16

/** Events that wait for the catch-up of their room, at most: what is older comes with the catch-up. */
const mostWaiting = 500

export function createKnown(options: KnownOptions) {
  const { store, now, cache } = options
  const read = () => store.getState().snapshot
  let queue: ChatterEvent[] = []
  let holds = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let drainedAt = 0
  /** Events that do not continue what is known of their room, until a catch-up has filled the gap before them. */
  const waiting = new Map<number, ChatterEvent[]>()
  const listeners = new Set<(event: ChatterEvent) => void>()

  /** Folds an event now or, when many arrive at once, a moment later with the others. */
  function receive(event: ChatterEvent) {
    // It changes nothing that is known, and whoever waits for it does not wait for a catch-up.
    if (event.name === 'signal:received') return hearOf(event)
    queue.push(event)
    if (holds > 0 || timer !== undefined) return
    // Timers of a hidden page are slow, and nothing is drawn that could be spared.
    if (isHidden() || now() - drainedAt >= frame) drain()
    else timer = setTimeout(drain, frame)
  }

  /** Hears of every event before it is folded. Returns a function that stops. */
  function listen(listener: (event: ChatterEvent) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function hearOf(event: ChatterEvent) {
    for (const listener of listeners) listener(event)
  }

  function drain() {
    clearTimeout(timer)
    timer = undefined
    if (holds > 0 || queue.length === 0) return
    const events = queue
    queue = []
    const messages: Message[] = []
    const touched = new Set<number>()
    const before = read()
    const after = events.reduce((snapshot, event) => foldEvent(snapshot, event, messages, touched), before)
    drainedAt = now()
    publish(after, 'event', messages, touched)
  }

  function foldEvent(
    snapshot: Snapshot,
    event: ChatterEvent,
    messages: Message[],
    touched: Set<number>,
  ): Snapshot {
    hearOf(event)
    switch (event.name) {
      case 'messages:posted':
      case 'messages:changed':
        return foldMessages(snapshot, event, messages, touched)
      case 'marker:moved':
        hear(event.payload.roomId, event.payload.rev, touched)
        break
      case 'room:added':
        hear(event.payload.room.id, event.payload.room.rev, touched)
        break
      case 'session:revoked':
        options.onRevoked(event.payload.sessionId)
        break
    }
    return applyEvent(snapshot, event, now())
  }

  function foldMessages(
    snapshot: Snapshot,
    event: ChatterEvent & { payload: RoomMessages },
    messages: Message[],
    touched: Set<number>,
  ): Snapshot {
    const { roomId, messages: told } = event.payload
    hear(roomId, told.at(-1)?.rev ?? 0, touched)
    if (hasGap(snapshot, event.payload)) {
      waiting.set(roomId, [...(waiting.get(roomId) ?? []), event].slice(-mostWaiting))
      return snapshot
    }
    const after = applyEvent(snapshot, event, now())
    cache()?.growByNews(roomId, told, knownRev(snapshot, roomId), knownRev(after, roomId))
    messages.push(...told)
    return after
  }

  function hear(roomId: number, rev: number, touched: Set<number>) {
    touched.add(roomId)
    options.onHeard(roomId, rev)
  }

  /** Gives the views, the outbox and the cache what is known now. */
  function publish(
    folded: Snapshot,
    source: Source,
    messages: readonly Message[] = [],
    touched: ReadonlySet<number> = new Set(),
  ) {
    const before = read()
    const after = folded === before ? before : options.overlay(folded)
    const outbox = options.emptyOutbox(after, messages)
    if (after !== before || outbox !== store.getState().outbox)
      store.setState({ snapshot: after, outbox, account: after.me ?? store.getState().account })
    cache()?.remember(after)
    options.onFolded({ source, before, after, messages })
    if (touched.size > 0) options.onTouched(touched)
  }

  return {
    read,
    receive,

    /**
     * Holds events back while something is being fetched that they must not overtake. Call one of the two exactly once:
     * `fold` folds what was fetched first, then what was held back.
     */
    hold() {
      holds++
      const release = () => {
        holds--
        drain()
      }
      return {
        cancel: release,
        fold(rooms: readonly Room[]) {
          publish(applyRoomList(read(), rooms), 'list', [], new Set(rooms.map(({ id }) => id)))
          release()
        },
      }
    },

    foldChanges(roomId: number, page: ChangePage, sinceRev: number) {
      if (!read().rooms[roomId]) return
      const after = applyChanges(read(), roomId, page)
      if (page.reset) cache()?.startAgain(roomId, page.messages, page.rev)
      else cache()?.growByNews(roomId, page.messages, sinceRev, page.rev)
      publish(after, 'changes', page.messages)
      // Where posts keep coming, there would be a new gap after every catch-up, had we not kept them.
      const late = waiting.get(roomId) ?? []
      waiting.delete(roomId)
      queue.unshift(...late)
      drain()
    },

    foldPage(roomId: number, page: MessagePage, revBefore: number) {
      if (!read().rooms[roomId]) return
      cache()?.growByPage(roomId, page, revBefore)
      publish(applyPage(read(), roomId, page, revBefore), 'history', page.messages, new Set([roomId]))
    },

    foldCachedPage(roomId: number, page: CachedPage) {
      const { rev, ...messages } = page
      publish(applyPage(read(), roomId, messages, rev), 'history', page.messages, new Set([roomId]))
    },

    foldAccounts(accounts: readonly Account[]) {
      publish(applyAccounts(read(), accounts), 'history')
    },

    /** Any other change that is not news of the server. */
    change(change: (snapshot: Snapshot) => Snapshot) {
      const after = change(read())
      if (after !== read()) publish(after, 'history')
    },

    forgetRoom(roomId: number) {
      waiting.delete(roomId)
      cache()?.forget(roomId)
      publish(
        { ...read(), rooms: without(read().rooms, roomId), timelines: without(read().timelines, roomId) },
        'history',
      )
    },

    listen,

    /**
     * Awaits an answer, and folds it unless something of the kind was told meanwhile: that is at least as new, as the server tells
     * of each change in its turn, also to who asked for it.
     */
    async foldAnswer<Answer>(
      request: Promise<Answer>,
      fold: (answer: Answer) => void,
      isOfKind: (event: ChatterEvent) => boolean,
    ): Promise<Answer> {
      let isTold = false
      const stop = listen(event => {
        isTold ||= isOfKind(event)
      })
      try {
        const answer = await request
        if (!isTold) fold(answer)
        return answer
      } finally {
        stop()
      }
    },
  }
}

function isHidden(): boolean {
  return typeof document === 'undefined' || document.visibilityState === 'hidden'
}
