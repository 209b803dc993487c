/** A client that keeps everything in memory and answers by itself. */
import { applyEvent } from '@chatter/shared/apply.ts'
import { fileKindOf } from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { applyMembers } from '@chatter/shared/members.apply.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { ChatterEvent } from '@chatter/shared/protocol.ts'
import { createStore } from 'zustand/vanilla'
import { nameHolds } from '../lib/names.ts'
import type { Client } from '../store/client.type.ts'
import { nothingDirect } from '../store/direct.ts'
import type { ClientState } from '../store/state.ts'
import { madeUpBytes } from './files.ts'
import { madeUpMessage, madeUpPublicRooms } from './scenes.ts'

export type MadeUpClient = Client & {
  tell: (event: ChatterEvent) => void
  /** Somebody says something. */
  say: (roomId: number, authorId: number, body: string) => void
}

export function createMadeUpClient(
  state: ClientState & { history?: Record<number, Message[]> },
): MadeUpClient {
  const { history = {}, ...start } = state
  const store = createStore<ClientState>(() => start)
  const { getState: get, setState: set } = store
  const tell = (event: ChatterEvent) =>
    set(({ snapshot }) => ({ snapshot: applyEvent(snapshot, event, Date.now()) }))
  const nothing = async () => {}

  function say(roomId: number, authorId: number, body: string, clientId: string = crypto.randomUUID()) {
    const room = get().snapshot.rooms[roomId]!
    const author = get().snapshot.accounts[authorId]!
    const message = madeUpMessage(roomId, room.lastSeq + 1, author, body, Date.now(), clientId)
    tell({ name: 'messages:posted', payload: { roomId, messages: [{ ...message, rev: room.rev + 1 }] } })
  }

  async function loadBefore(roomId: number) {
    const timeline = get().snapshot.timelines[roomId]
    const first = timeline?.messages[0]
    if (!timeline || !first || !timeline.hasBefore || loading.has(roomId)) return
    loading.add(roomId)
    await new Promise(resolve => setTimeout(resolve, 150))
    loading.delete(roomId)
    const older = (history[roomId] ?? []).filter(({ seq }) => seq < first.seq).slice(-50)
    const grown = {
      ...timeline,
      messages: [...older, ...timeline.messages],
      hasBefore: (older[0]?.seq ?? 1) > 1,
    }
    set(({ snapshot }) => ({
      snapshot: { ...snapshot, timelines: { ...snapshot.timelines, [roomId]: grown } },
    }))
  }
  const loading = new Set<number>()

  return {
    store,
    tell,
    say,
    start: nothing,
    stop: nothing,
    reconnect: () => {
      set({ connection: { state: 'connecting' } })
      setTimeout(() => set({ connection: { state: 'online' } }), 1500)
    },
    forget: nothing,
    post(roomId, body) {
      const clientId = crypto.randomUUID()
      set(({ outbox }) => ({
        outbox: [...outbox, { clientId, roomId, body, writtenAt: Date.now(), state: 'sending' }],
      }))
      if (get().connection.state === 'online')
        setTimeout(() => {
          set(({ outbox }) => ({ outbox: outbox.filter(post => post.clientId !== clientId) }))
          say(roomId, get().account.id, body.trimEnd(), clientId)
        }, 60)
      return clientId
    },
    retry: clientId =>
      set(({ outbox }) => ({
        outbox: outbox.map(post => (post.clientId === clientId ? { ...post, state: 'sending' } : post)),
      })),
    discard(clientId) {
      const post = get().outbox.find(each => each.clientId === clientId)
      set(({ outbox }) => ({ outbox: outbox.filter(each => each !== post) }))
      return post?.body
    },
    takeBack: () => undefined,
    chooseFiles: async () => [],
    renameFile: () => {},
    removeFile: () => {},
    pauseFile: () => {},
    resumeFile: () => {},
    cancelFile: () => {},
    moveLostDraft: () => {},
    sentFile: () => undefined,
    async readFile(id, { length }) {
      await new Promise(resolve => setTimeout(resolve, 300))
      const file = Object.values(get().snapshot.timelines)
        .flatMap(({ messages }) => messages.flatMap(({ attachments = [] }) => attachments))
        .find(each => each.id === id)
      return (await madeUpBytes(file)).slice(0, length)
    },
    receiveFile: nothing,
    direct: {
      store: createStore(() => nothingDirect),
      wish: nothing,
      refuse: nothing,
      copy: async () => undefined,
      handOver: nothing,
    },
    async listFiles(roomId, { kind, query = '' }) {
      await new Promise(resolve => setTimeout(resolve, 200))
      const files = (get().snapshot.timelines[roomId]?.messages ?? []).flatMap(
        ({ seq, author, createdAt, attachments = [] }) =>
          attachments.map(attachment => ({ attachment, seq, author, createdAt })),
      )
      const isMeant = ({ attachment }: (typeof files)[number]) =>
        (!kind || fileKindOf(attachment) === kind) && nameHolds(attachment.name, query)
      return { files: files.filter(isMeant).reverse(), cursor: null }
    },
    draft: (roomId, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [roomId]: draft } })),
    lastOpenRoom: () => undefined,
    openRoom: nothing,
    loadBefore,
    loadAfter: nothing,
    async loadAround(roomId, seq) {
      while ((get().snapshot.timelines[roomId]?.messages[0]?.seq ?? 0) > seq) await loadBefore(roomId)
    },
    markRead(roomId, seq) {
      const room = get().snapshot.rooms[roomId]
      if (!room || seq <= room.readSeq) return
      const { lastSeq, rev, epoch } = room
      const counts = { unreadCount: 0, mentionCount: 0, epoch, lastSeq, rev }
      tell({ name: 'marker:moved', payload: { roomId, readSeq: seq, ...counts } })
    },
    findDate: async (roomId, timestamp) =>
      get().snapshot.timelines[roomId]?.messages.find(({ createdAt }) => createdAt >= timestamp)?.seq ?? 1,
    firstUnread: roomId => get().snapshot.rooms[roomId]!.readSeq + 1,
    dismissLostDraft: roomId =>
      set(({ lostDrafts }) => ({ lostDrafts: lostDrafts.filter(lost => lost.roomId !== roomId) })),
    dismissDeparture: seen =>
      set(({ departures }) => ({ departures: departures.filter(({ roomId }) => roomId !== seen) })),
    markUnread: nothing,
    markRoomRead: () => {},
    markAllRead: () => {},
    forward: () => '',
    editMessage: nothing,
    deleteMessage: nothing,
    listEdits: async () => [],
    addReaction: nothing,
    removeReaction: nothing,
    pin: nothing,
    unpin: nothing,
    async loadPins(roomId) {
      const pins = (get().snapshot.timelines[roomId]?.messages ?? [])
        .filter(({ kind }) => kind === 'post')
        .slice(-3)
        .map(message => ({ ...message, pinned: { by: message.author, at: Date.now() } }))
      set(state => ({ pins: { ...state.pins, [roomId]: pins } }))
    },
    async search({ query, roomId }) {
      await new Promise(resolve => setTimeout(resolve, 200))
      const messages = Object.values(get().snapshot.timelines)
        .flatMap(timeline => timeline.messages)
        .filter(message => message.kind === 'post' && (!roomId || message.roomId === roomId))
        .filter(({ body }) => body.toLowerCase().includes(query.toLowerCase()))
        .sort((a, b) => b.createdAt - a.createdAt)
      return { messages, cursor: null, isOffline: get().connection.state !== 'online' }
    },
    watchMessages: () => () => {},
    browseRooms: async ({ query = '' }) => ({
      rooms: madeUpPublicRooms.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase())),
    }),
    findPublicRoom: async roomId => madeUpPublicRooms.find(({ id }) => id === roomId),
    joinRoom: nothing,
    leaveRoom: nothing,
    deleteRoom: nothing,
    changeRoom: nothing,
    async setPreferences(roomId, preferences) {
      const { level, favourite } = get().snapshot.rooms[roomId]!
      tell({ name: 'preferences:changed', payload: { roomId, level, favourite, ...preferences } })
    },
    async setAlertPreferences(change) {
      tell({ name: 'alerts:changed', payload: { ...get().snapshot.alertPreferences, ...change } })
    },
    addMember: nothing,
    removeMember: nothing,
    changeRole: nothing,
    banMember: nothing,
    unbanMember: nothing,
    async loadBans(roomId) {
      const account = get().snapshot.accounts[4]!
      const ban = { account, by: { id: 2, displayName: 'Grace Hopper' }, createdAt: 1.7e12 }
      set(({ bans }) => ({ bans: { ...bans, [roomId]: [ban] } }))
    },
    findAccount: async accountId => get().snapshot.accounts[accountId]!,
    me: async () => ({
      account: get().account,
      session: { id: 1, device: '', createdAt: 0, lastUsedAt: 0, current: true },
      readReceipts: true,
    }),
    typing: () => {},
    setAway: () => {},
    async openDirect() {
      throw new ChatterError('unavailable', 'This is a made-up server.')
    },
    createRoom: async () => 1,
    findPeople: async () => [],
    watchPeople: () => () => {},
    async loadMembers(roomId) {
      const { accounts } = get().snapshot
      const members = Object.values(accounts).map(account => ({
        account,
        role: account.id === 2 ? ('owner' as const) : ('member' as const),
        joinedAt: account.createdAt,
      }))
      set(({ snapshot }) => ({ snapshot: applyMembers(snapshot, roomId, members) }))
    },
    async changeAccount(accountId, { isAdministrator, isDeactivated }) {
      const { isAdministrator: did, isDeactivated: was, ...rest } = get().snapshot.accounts[accountId]!
      const account = {
        ...rest,
        ...((isAdministrator ?? did) && { isAdministrator: true as const }),
        ...((isDeactivated ?? was) && { isDeactivated: true as const }),
      }
      tell({ name: 'account:changed', payload: { account } })
      return account
    },
    givePassword: async () => ({ password: 'made-up-password' }),
    async changeMe({ displayName }) {
      const me = get().snapshot.me!
      tell({
        name: 'account:changed',
        payload: { account: { ...me, displayName: displayName ?? me.displayName } },
      })
    },
    changePassword: nothing,
    async listSessions() {
      const now = Date.now()
      const hour = 3_600_000
      return [
        { id: 1, device: 'Chatter on Linux', createdAt: now - 400 * hour, lastUsedAt: now, current: true },
        {
          id: 2,
          device: 'Chatter on macOS',
          createdAt: now - 900 * hour,
          lastUsedAt: now - 3 * hour,
          current: false,
        },
        {
          id: 3,
          device: 'Browser',
          createdAt: now - 2000 * hour,
          lastUsedAt: now - 290 * hour,
          current: false,
        },
      ]
    },
    revokeSession: nothing,
  }
}
