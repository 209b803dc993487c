/** The client of one server and account: which parts it has, and how they hear of each other. `client.type.ts` says what it offers. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { type Message, parseBody } from '@chatter/shared/messages.ts'
import { applyRoomAdded } from '@chatter/shared/rooms.apply.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { emptySnapshot } from '@chatter/shared/snapshot.ts'
import { v7 } from 'uuid'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../../bridge/bridge.ts'
import { createApi } from '../connection/api.ts'
import { backoff } from '../connection/backoff.ts'
import type { Fetch } from '../connection/request.ts'
import { createSocket, type SocketFactory } from '../connection/socket.ts'
import { createSync } from '../connection/sync.ts'
import { endUpload, type UploadKit, uploadBytes } from '../connection/upload.ts'
import { hash } from '../lib/hashing.ts'
import { createAlertPreferences } from './alert-preferences.ts'
import { createAlerts } from './alerts.driver.ts'
import { createBans } from './bans.ts'
import type { Cache } from './cache.ts'
import type { Client } from './client.type.ts'
import type { Storage } from './database.ts'
import { createSent } from './direct.sent.ts'
import { createDirect } from './direct.ts'
import { createDrafts, withoutEdit } from './drafts.ts'
import { createFileCommands, isWanted, refusedIfStuck } from './file-commands.ts'
import { createFiles, type Look } from './files.ts'
import { openKept } from './kept.ts'
import { createKnown, type Folded } from './known.ts'
import { createLeftovers } from './leftovers.ts'
import { createLimits } from './limits.ts'
import { createLost } from './lost.ts'
import { createMarkers } from './markers.ts'
import { createMembers } from './members.ts'
import { createOutboxDriver } from './outbox.driver.ts'
import { onLeaving, onWaking } from './page.ts'
import type { PendingFile } from './pending-file.ts'
import { createPeople } from './people.ts'
import { createPins } from './pins.ts'
import { createPreferences } from './preferences.ts'
import { createReactions } from './reactions.ts'
import { createSearch } from './search.ts'
import type { AttentionWatch } from './seen.ts'
import type { ClientState, Connection } from './state.ts'
import { createTimelines } from './timelines.ts'
import { createTyping } from './typing.ts'
import { createUploads, type UploadsOptions } from './uploads.ts'
import type { Writing } from './writing.ts'

/** Rooms whose newest page is fetched for reading offline, though nobody opened them on this machine. */
const prefetchedRooms = 20

/** The server says something that this app does not understand: everything is fetched anew, but not more often than this. */
const resyncInterval = 30_000

export type ClientOptions = {
  serverUrl: string
  token: string
  account: Account
  sessionId: number
  /** Native notifications and the badge go through it; the page's own, unless another is given. */
  bridge?: Pick<Bridge, 'ask' | 'on'>
  /** Whether somebody is there to see what comes; without it, nothing is told. */
  attention?: AttentionWatch
  storage?: Storage
  now?: () => number
  random?: () => number
  socketFactory?: SocketFactory
  fetch?: Fetch
  /** How bytes are read and sent where there is no page. */
  uploadKit?: UploadKit
  /** Finds out what a file looks like. */
  lookAt?: (file: Pick<PendingFile, 'blob' | 'type'>) => Promise<Look>
  /** How files go from app to app, where not as they do. */
  direct?: UploadsOptions['direct']
}

export function createClient(options: ClientOptions): Client {
  const { serverUrl, token, account, sessionId, attention, socketFactory, fetch } = options
  const bridge = options.bridge ?? (typeof window === 'undefined' ? undefined : window.bridge)
  const now = options.now ?? Date.now
  const random = options.random ?? Math.random
  const store = createStore<ClientState>(() => ({
    serverUrl,
    account,
    sessionId,
    connection: { state: 'connecting' },
    isLoaded: false,
    snapshot: { ...emptySnapshot, me: account },
    outbox: [],
    drafts: {},
    trays: {},
    files: {},
    keeping: 'kept',
    uploadLimits: null,
    pins: {},
    bans: {},
    lostDrafts: [],
    departures: [],
  }))
  let cache: Cache | undefined
  let writing: Writing | undefined
  /** Counts connections, so that what began on one does not end on another. */
  let epoch = 0
  /** The list of rooms is known on this connection. */
  let isListed = false
  let resyncedAt = Number.NEGATIVE_INFINITY
  const stops: (() => void)[] = []
  const messageWatchers = new Set<(messages: readonly Message[]) => void>()

  const isConnected = () => socket.isConnected()
  const isOffline = () => ['offline', 'refused'].includes(store.getState().connection.state)
  const setConnection = (connection: Connection) => store.setState({ connection })

  const api = createApi({ serverUrl, token, fetch, onRefused: refused })
  const socket = createSocket({
    serverUrl,
    token,
    now,
    random,
    socketFactory,
    onConnecting: () => setConnection({ state: 'connecting' }),
    onConnected: connected,
    onOffline: retryAt => {
      disconnected()
      uploads.pump()
      setConnection({ state: 'offline', retryAt })
    },
    onRefused: refused,
    onEvent: event => known.receive(event),
    onMalformed: name => {
      console.warn(`The event ${name} was not understood; everything is fetched again.`)
      if (now() - resyncedAt < resyncInterval) return
      resyncedAt = now()
      void synchronise()
    },
  })
  const outbox = createOutboxDriver({
    call: request => socket.call('message:post', request),
    isReady: () => isConnected() && isListed,
    onChange(entries) {
      store.setState({ outbox: entries })
      lost.sweep()
      files.sweep()
      uploads.pump()
    },
    onPosted: message => {
      const payload = { roomId: message.roomId, messages: [message] }
      known.receive({ name: 'messages:posted', payload })
    },
    onRefused: refused,
    writing: () => writing,
    random,
    files: {
      standingOf: ({ fileIds = [] }) => {
        const states = new Set(fileIds.map(id => store.getState().files[id]?.progress.state))
        if (states.has('paused')) return 'paused'
        return [...states].every(state => state === 'done') ? 'there' : 'coming'
      },
      attachmentIds: ({ fileIds = [] }) => fileIds.flatMap(id => files.row(id)?.attachmentId ?? []),
      onArrived: fileIds => files.markPosted(fileIds),
      onExpired: fileIds => void uploads.begin(fileIds).catch(report),
    },
  })
  const files = createFiles({
    read: store.getState,
    change: store.setState,
    writing: () => writing,
    lookAt: options.lookAt,
    hash,
    onDropped: row => uploads.drop(row),
  })
  const leftovers = createLeftovers({
    end: ({ id, uploadUrl }) => (uploadUrl ? endUpload(uploadUrl, token) : api.deleteAttachment(id)),
    isReady: () => isConnected() && isListed,
    writing: () => writing,
    random,
  })
  const uploads = createUploads({
    files,
    leftovers,
    read: fileId => store.getState().files[fileId],
    api,
    send: request => uploadBytes({ ...request, serverUrl, token }, options.uploadKit),
    hash,
    isReady: () => isConnected() && isListed,
    wanted: () =>
      outbox
        .postsToFill()
        .flatMap(({ roomId, fileIds = [] }) => fileIds.map(fileId => ({ fileId, roomId })))
        .filter(({ fileId }) => isWanted(store.getState().files[fileId])),
    onBegun: () => void limits.refresh().catch(report),
    onDone: () => {
      outbox.pump()
      void limits.refresh().catch(report)
    },
    onFailed: (fileId, error) => {
      outbox.refuseFile(fileId, error)
      void limits.refresh().catch(report)
    },
    onRefused: refused,
    direct: {
      send: (...sending) => (options.direct ?? direct).send(...sending),
      takeBack: offered => (options.direct ?? direct).takeBack(offered),
    },
    now,
    random,
  })
  const limits = createLimits({
    api,
    cache: () => cache,
    onChange: uploadLimits => store.setState({ uploadLimits }),
  })
  const markers = createMarkers({
    read: () => known.read(),
    change: change => known.change(change),
    call: request => socket.call('marker:move', request),
    isConnected: () => isConnected() && isListed,
    onMoved: payload => known.receive({ name: 'marker:moved', payload }),
    writing: () => writing,
  })
  const reactions = createReactions({
    read: () => known.read(),
    change: change => known.change(change),
    call: (name, request) => socket.call(name, request),
    onChanged: receiveChanged,
  })
  const known = createKnown({
    store,
    now,
    cache: () => cache,
    emptyOutbox: outbox.arrive,
    overlay: snapshot => alertPreferences.overlay(reactions.overlay(markers.overlay(snapshot))),
    onHeard: (roomId, rev) => sync.hear(roomId, rev),
    onTouched: touched,
    onFolded: folded,
    onRevoked: revoked => {
      if (revoked === sessionId) refused(new ChatterError('unauthenticated', 'This session was ended.'))
    },
  })
  const timelines = createTimelines({
    known,
    api,
    cache: () => cache,
    isOffline,
  })
  const search = createSearch({ api, cache: () => cache, read: known.read, isOffline })
  const alertPreferences = createAlertPreferences({ known, api, cache: () => cache })
  const sync = createSync({
    api: { readChanges: api.readChanges, listRooms: listRoomsToTell },
    random,
    isConnected,
    read: known.read,
    beginList: known.hold,
    foldChanges: known.foldChanges,
    forgetRoom: known.forgetRoom,
    loadTimeline: roomId =>
      roomId === timelines.openRoomId() ? loadQuietly(roomId) : timelines.loadCached(roomId),
    order: newestFirst,
  })
  const people = createPeople({ known, api, call: socket.call, isConnected })
  const members = createMembers({ known, api, openRoomId: timelines.openRoomId })
  const pins = createPins({
    read: () => store.getState().pins,
    onChange: pins => store.setState({ pins }),
    api,
    openRoomId: timelines.openRoomId,
  })
  const bans = createBans({
    read: () => store.getState().bans,
    onChange: bans => store.setState({ bans }),
    api,
    listen: known.listen,
  })
  const preferences = createPreferences({ known, api })
  const drafts = createDrafts({
    read: () => store.getState().drafts,
    onChange: drafts => store.setState({ drafts }),
    writing: () => writing,
  })
  const lost = createLost({
    read: store.getState,
    onChange: lostDrafts => store.setState({ lostDrafts }),
    onDeparture: departure =>
      store.setState(({ departures }) => ({
        departures: [
          ...departures.filter(({ roomId }) => roomId !== departure.roomId),
          ...(departure.reason === 'left' ? [] : [departure]),
        ],
      })),
    endDraft: drafts.end,
    giveBack: drafts.write,
    flushDrafts: drafts.flush,
    endTray: files.empty,
    giveBackFiles: files.giveBack,
    takePosts: outbox.take,
    writing: () => writing,
  })
  known.listen(lost.listen)
  const typing = createTyping({
    now,
    read: known.read,
    change: known.change,
    tell: roomId => void socket.call('typing:start', { roomId }).catch(ignore),
  })
  const sent = createSent(
    { serverUrl, accountId: account.id },
    () => options.storage ?? { indexedDB, IDBKeyRange },
  )
  const direct = createDirect({
    serverUrl,
    accountId: account.id,
    isConnected: () => isConnected() && isListed,
    call: socket.call,
    api,
    known,
    bridge,
    sent,
    limits: () => store.getState().uploadLimits,
    now,
  })
  const alerts =
    bridge &&
    attention &&
    createAlerts({
      bridge,
      attention,
      serverUrl,
      openRoomId: timelines.openRoomId,
      listFiles: api.listFiles,
      cache: () => cache,
      now,
    })

  /** What I want to be told is known before the list tells anything. */
  async function listRoomsToTell() {
    const [rooms] = await Promise.all([api.listRooms(), alertPreferences.load()])
    return rooms
  }

  async function start() {
    const kept = await openKept({ serverUrl, accountId: account.id }, options.storage)
    cache = kept.cache
    writing = kept.writing
    writing.onKeeping(keeping => store.setState({ keeping }))
    markers.restore(writing.written.markers)
    drafts.restore(writing.written.drafts)
    lost.restore(writing.written.lostDrafts)
    leftovers.restore(writing.written.leftovers)
    files.restore(writing.written)
    outbox.restore(writing.written.outbox.map(entry => refusedIfStuck(entry, store.getState().files)))
    limits.restore(cache.state.limits)
    await showCached(kept.cache)
    // After the rooms: a snapshot without them would count as all of them ended, and the cache forget them.
    alertPreferences.restore(cache.state.alertPreferences)
    await alerts?.restore(cache.state.held ?? [])
    store.setState({ isLoaded: true })
    void direct.restore()
    stops.push(onLeaving(writeAll), onWaking(socket.reconnect))
    if (bridge) stops.push(bridge.on('network:woke', socket.reconnect))
    socket.open()
    void showRest(kept.cache).catch(report)
  }

  /** Asked for in so many words, it counts also where the marker was set back. */
  function markRoomRead({ id, lastSeq }: Room) {
    markers.release(id)
    markers.move(id, lastSeq)
  }

  /** The rooms, and the messages of the one that will be on screen. The rest follows when that is readable. */
  async function showCached({ state }: Cache) {
    known.change(snapshot => ({
      ...snapshot,
      rooms: Object.fromEntries(state.rooms.map(room => [room.id, room])),
    }))
    const first = state.rooms.find(({ id }) => id === state.openRoomId) ?? newestFirst(state.rooms)[0]
    if (!first) return
    timelines.remember(first.id)
    await timelines.loadCached(first.id)
  }

  async function showRest(cache: Cache) {
    const { accounts } = known.read()
    known.foldAccounts((await cache.readAccounts()).filter(({ id }) => !accounts[id]))
    for (const { id } of newestFirst(Object.values(known.read().rooms))) await timelines.loadCached(id)
  }

  function connected() {
    epoch++
    isListed = false
    void synchronise().catch(report)
  }

  function disconnected() {
    epoch++
    isListed = false
  }

  /** Fetches what was missed on this connection, again and again while it lasts. */
  async function synchronise() {
    const connection = epoch
    const isCurrent = () => connection === epoch && isConnected()
    setConnection({ state: 'catching-up' })
    for (let tries = 0; isCurrent(); tries++) {
      try {
        await sync.run(listed)
        break
      } catch (error) {
        ignore(error)
        await new Promise(resolve => setTimeout(resolve, backoff(tries, random())))
      }
    }
    if (!isCurrent()) return
    setConnection({ state: 'online' })
    void alerts?.caughtUp(known.read())
    await prefetch(isCurrent)
  }

  function listed() {
    isListed = true
    outbox.resume()
    uploads.resume()
    leftovers.resume()
    void limits.refresh().catch(report)
    markers.resume()
    void people.resume().catch(report).then(direct.resume)
    void members.resume().catch(ignore)
    void pins.resume().catch(ignore)
  }

  async function prefetch(isCurrent: () => boolean) {
    const rooms = newestFirst(Object.values(known.read().rooms)).slice(0, prefetchedRooms)
    for (const { id } of rooms) if (isCurrent()) await loadQuietly(id)
  }

  async function loadQuietly(roomId: number) {
    await timelines.load(roomId).catch(ignore)
  }

  function touched(roomIds: ReadonlySet<number>) {
    known.change(snapshot => timelines.trim(snapshot, roomIds))
    if (isListed) for (const roomId of roomIds) sync.catchUp(roomId).catch(report)
  }

  function folded(folded: Folded) {
    alertPreferences.attend(folded)
    alerts?.attend(folded)
    lost.attend(folded)
    pins.attend(folded)
    direct.attend(folded.messages)
    if (folded.messages.length > 0) for (const watcher of messageWatchers) watcher(folded.messages)
    if (folded.before.typists !== folded.after.typists) typing.watch()
  }

  function refused(error: ChatterError) {
    disconnected()
    socket.close()
    setConnection({ state: 'refused', error: error.toWire() })
  }

  /** Whoever asks may know that the app or the server is another one by now; a session that ended stays ended. */
  function reconnect() {
    const { connection } = store.getState()
    if (connection.state === 'refused' && connection.error.code !== 'unauthenticated') socket.open()
    else socket.reconnect()
  }

  function newestFirst(rooms: readonly Room[]): Room[] {
    const open = timelines.openRoomId()
    const newness = (room: Room) =>
      room.id === open ? Number.POSITIVE_INFINITY : (room.lastMessage?.createdAt ?? room.createdAt)
    return [...rooms].sort((a, b) => newness(b) - newness(a))
  }

  function receiveChanged(message: Message) {
    const payload = { roomId: message.roomId, messages: [message] }
    known.receive({ name: 'messages:changed', payload })
  }

  /** Folds the answer about somebody, unless they were told of meanwhile. */
  function foldAccount(accountId: number, request: Promise<Account>): Promise<Account> {
    return known.foldAnswer(
      request,
      account => known.foldAccounts([account]),
      event => event.name === 'account:changed' && event.payload.account.id === accountId,
    )
  }

  function addRoom(room: Room): number {
    sync.hear(room.id, room.rev)
    known.change(snapshot => applyRoomAdded(snapshot, { room }))
    touched(new Set([room.id]))
    return room.id
  }

  async function writeAll() {
    await Promise.all([drafts.flush(), outbox.settled(), cache?.flush()])
  }

  async function disconnect() {
    disconnected()
    socket.close()
    for (const stop of stops.splice(0)) stop()
    for (const part of [outbox, uploads, leftovers, direct, markers, people, typing]) part.stop()
    alerts?.clear()
    alerts?.stop()
  }

  return {
    store,
    start,
    async stop() {
      await disconnect()
      await writeAll()
      await cache?.close()
      writing?.close()
      await sent.close()
    },
    reconnect,
    async forget() {
      await disconnect()
      await Promise.all([cache?.delete(), writing?.delete(), sent.delete().catch(ignore)])
    },

    post(roomId, input, replyTo) {
      const body = parseBody(input, Boolean(store.getState().trays[roomId]))
      const clientId = v7()
      // What is another wording of an older post is not what was posted now.
      const endsDraft = store.getState().drafts[roomId]?.editing === undefined
      if (endsDraft) drafts.end(roomId)
      typing.end(roomId)
      markers.release(roomId)
      const fileIds = files.empty(roomId)
      const post = { clientId, roomId, body, writtenAt: now(), ...(replyTo && { replyTo }) }
      outbox.post({ ...post, ...(fileIds.length > 0 && { fileIds }) }, { endsDraft })
      // Whoever reads old history and answers wants to see the answer.
      if (known.read().timelines[roomId]?.hasAfter) void timelines.open(roomId).catch(ignore)
      return clientId
    },
    forward({ roomId: sourceId, seq, author, createdAt, body, forwarded }, roomId) {
      const clientId = v7()
      const origin = forwarded ?? { author, createdAt }
      const forwards = { roomId: sourceId, seq, ...origin }
      outbox.post({ clientId, roomId, body, writtenAt: now(), forwards }, { endsDraft: false })
      return clientId
    },
    discard: clientId => outbox.discard(clientId)?.body,
    ...createFileCommands({
      read: store.getState,
      files,
      uploads,
      outbox,
      refreshLimits: async () => (isConnected() ? limits.refresh() : undefined),
      isThere: async (roomId, file) => isConnected() && uploads.isThere(roomId, file).catch(() => false),
    }),
    moveLostDraft: lost.move,
    sentFile: files.sent,
    draft(roomId, draft) {
      if (!lost.write(roomId, draft.text)) drafts.write(roomId, draft)
    },
    dismissLostDraft: lost.dismiss,
    dismissDeparture: seen =>
      store.setState(({ departures }) => ({
        departures: departures.filter(({ roomId }) => roomId !== seen),
      })),

    async editMessage(roomId, seq, input) {
      const message = known.read().timelines[roomId]?.messages.find(other => other.seq === seq)
      const body = parseBody(input, message?.attachments !== undefined)
      receiveChanged(await socket.call('message:edit', { roomId, seq, body }))
      const draft = store.getState().drafts[roomId]
      // What was typed meanwhile belongs to an edit that goes on.
      if (draft?.editing === seq && draft.text === input) drafts.write(roomId, withoutEdit(draft))
    },
    deleteMessage: async (roomId, seq) =>
      receiveChanged(await socket.call('message:delete', { roomId, seq })),
    listEdits: api.listEdits,
    addReaction: reactions.add,
    removeReaction: reactions.remove,
    pin: async (roomId, seq) => void (await api.pin(roomId, seq)),
    unpin: async (roomId, seq) => void (await api.unpin(roomId, seq)),
    loadPins: pins.load,
    readFile: api.readFile,
    receiveFile: async id => void (await api.receiveFile(id)),
    listFiles: api.listFiles,
    direct,
    search,
    watchMessages(listener) {
      messageWatchers.add(listener)
      return () => messageWatchers.delete(listener)
    },

    lastOpenRoom: timelines.openRoomId,
    openRoom(roomId) {
      if (roomId !== timelines.openRoomId()) markers.release(roomId)
      const opened = timelines.open(roomId)
      alerts?.look()
      return opened
    },
    loadBefore: timelines.loadBefore,
    loadAfter: timelines.loadAfter,
    loadAround: timelines.loadAround,
    findDate: timelines.findDate,
    firstUnread: timelines.firstUnread,
    markRead: markers.move,
    async markUnread(roomId, seq) {
      markers.hold(roomId)
      try {
        known.receive({ name: 'marker:moved', payload: await socket.call('marker:reset', { roomId, seq }) })
      } catch (error) {
        markers.release(roomId)
        throw error
      }
    },
    markRoomRead,
    markAllRead: () => Object.values(known.read().rooms).forEach(markRoomRead),
    typing: typing.type,
    setAway: people.setAway,

    openDirect: async accountId => addRoom(await api.openDirect(accountId)),
    createRoom: async room => addRoom(await api.createRoom(room)),
    findPeople: people.find,
    watchPeople: people.watch,
    browseRooms: api.browseRooms,
    findPublicRoom: api.findPublicRoom,
    async joinRoom(roomId) {
      await known.foldAnswer(
        api.addMember(roomId, account.id),
        addRoom,
        event => event.name === 'room:removed' && event.payload.roomId === roomId,
      )
    },
    leaveRoom: async roomId => void (await api.removeMember(roomId, account.id)),
    deleteRoom: async roomId => void (await api.deleteRoom(roomId)),
    changeRoom: async (roomId, change) => void (await api.changeRoom(roomId, change)),
    setPreferences: preferences.set,
    setAlertPreferences: alertPreferences.set,
    loadMembers: members.load,
    addMember: async (roomId, accountId) => void (await api.addMember(roomId, accountId)),
    removeMember: async (roomId, accountId) => void (await api.removeMember(roomId, accountId)),
    changeRole: async (roomId, accountId, role) => void (await api.changeRole(roomId, accountId, role)),
    banMember: async (roomId, accountId) => void (await api.ban(roomId, accountId)),
    unbanMember: async (roomId, accountId) => void (await api.unban(roomId, accountId)),
    loadBans: bans.load,
    findAccount: accountId => foldAccount(accountId, api.findAccount(accountId)),
    changeAccount: (accountId, change) => foldAccount(accountId, api.changeAccount(accountId, change)),
    givePassword: api.givePassword,
    me: api.readMe,
    changeMe: async change => void (await foldAccount(account.id, api.changeMe(change))),
    listSessions: api.listSessions,
    changePassword: api.changePassword,
    revokeSession: api.revokeSession,
  }
}

/** What the server refuses or cannot answer here is tried again with the next connection; nobody waits for it. */
function ignore(error: unknown): void {
  if (!(error instanceof ChatterError)) throw error
}

function report(error: unknown): void {
  console.error('Something went wrong in the client.', error)
}
