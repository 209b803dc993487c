/** What is live: Socket.IO behind the words that features use. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { CallName, EventName, EventPayload } from '@chatter/shared/protocol.ts'
import fp from 'fastify-plugin'
import fastifySocketIo from 'fastify-socket.io'
import type { ServerOptions } from 'socket.io'
import { createCallAnswering } from '../lib/calls.ts'
import { closeConnections } from '../lib/closing.ts'
import { createGreetings } from '../lib/greetings.ts'
import { handshakeOf, refusal } from '../lib/handshake.ts'
import { createLately } from '../lib/lately.ts'
import type { Said, Telling, Tellings } from '../lib/nodes.ts'
import { createRecall } from '../lib/recall.ts'
import { takeShortWay } from '../lib/short-way.ts'
import { watchSlowConsumers } from '../lib/slow-consumers.ts'
import {
  accountChannel,
  type CallHandler,
  type ChatterServer,
  type ChatterSocket,
  roomChannel,
  sessionChannel,
} from '../lib/sockets.ts'

export type Realtime = {
  /**
   * Runs for each new connection, in order, before the client is told that it is connected: what joins a channel here
   * misses nothing that happens after. The connection may still be lost before it is complete; what must be undone at
   * `disconnect` belongs into {@link Realtime.onConnected}.
   */
  onConnect: (hook: (socket: ChatterSocket) => Promise<void>) => void
  /** Runs when the client is connected; from then on `socket` emits `disconnect` for certain. */
  onConnected: (hook: (socket: ChatterSocket) => void) => void
  /** Registers who answers a call. Requests are valid and have only the fields of their schema. */
  onCall: <Name extends CallName>(name: Name, handler: CallHandler<Name>) => void
  toRoom: <Name extends EventName>(roomId: number, event: Name, payload: EventPayload<Name>) => void
  toAccount: <Name extends EventName>(accountId: number, event: Name, payload: EventPayload<Name>) => void
  toEveryone: <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void
  /** To all in the room but for the account's own connections. */
  toOthers: <Name extends EventName>(
    roomId: number,
    accountId: number,
    event: Name,
    payload: EventPayload<Name>,
  ) => void
  /** To connections of this node only: what every node says for itself. */
  here: (said: Said) => void
  /** All connections of the account hear the room from now on. */
  enterRoom: (accountId: number, roomId: number) => void
  leaveRoom: (accountId: number, roomId: number) => void
  /** Nobody hears the room any more. */
  closeRoom: (roomId: number) => void
  /** The account's connections call with this profile from now on. */
  knowAccount: (account: Account) => void
  /** Whether the device is connected to this node. */
  isConnected: (sessionId: number) => boolean
  /** Tells the device that its session has ended, and cuts it off. */
  endSession: (sessionId: number) => void
  /** Sends away whoever hears this channel, on all nodes, without a word: they come back by themselves, and look again. */
  recall: (channel: string) => void
}

declare module 'fastify' {
  interface FastifyInstance {
    io: ChatterServer
    realtime: Realtime
  }
}

const options: Partial<ServerOptions> = {
  transports: ['websocket', 'polling'],
  serveClient: false,
  // Messages are short: deflating each would cost more processor and memory than it saves of the network.
  perMessageDeflate: false,
  httpCompression: false,
  maxHttpBufferSize: 256 * 1024,
  // A killed client is seen at once, by its closed connection; one that vanished without a word within 12 s.
  pingInterval: 6_000,
  pingTimeout: 6_000,
  connectTimeout: 10_000,
  // The token is in the handshake and never in a cookie, so a foreign page gains nothing by connecting.
  cors: { origin: '*' },
}

/** How often sessions that are connected count as used, where there are other nodes, in milliseconds. */
const useInterval = 60_000

export const realtime = fp(async app => {
  const answering = createCallAnswering({
    admit: socket => app.limits.take('call', socket.data.sessionId),
    onUnexpected: (err, call, { data }) =>
      app.log.error({ err, call, accountId: data.account.id }, 'call failed'),
  })
  let isClosing = false
  const allowRequest: ServerOptions['allowRequest'] = (_request, answer) => answer(null, !isClosing)
  // The plugin's own way to close cuts everybody off at once; ours, below, lets them finish.
  await app.register(fastifySocketIo.default, { ...options, allowRequest, preClose: done => done() })

  const { io, nodes } = app
  const connectHooks: Parameters<Realtime['onConnect']>[0][] = []
  const connectedHooks: Parameters<Realtime['onConnected']>[0][] = []
  /** What changed while a connection was being made, between its look-up and its place among the others. */
  const lately = createLately()

  /** How often other nodes could not be heard, and how often it was when a connection began to look up what it hears. */
  let gaps = 0
  const gapsBefore = new WeakMap<ChatterSocket, number>()
  nodes.onGap(() => {
    gaps++
    lately.forget()
  })

  const greetings = createGreetings()
  io.use(async (socket, next) => {
    if (!greetings.begin(socket.client)) {
      socket.conn.close()
      return
    }
    gapsBefore.set(socket, gaps)
    try {
      socket.data = await app.identify(handshakeOf(socket).token)
      const { account, sessionId } = socket.data
      await socket.join([accountChannel(account.id), sessionChannel(sessionId)])
      for (const hook of connectHooks) await hook(socket)
      next()
    } catch (error) {
      greetings.end(socket.client)
      next(refusal(error, app.log))
    }
  })

  /** One function for all connections, as each closure is memory. */
  function onFarewell(this: ChatterSocket) {
    app.noteUse(this.data.sessionId)
    greetings.end(this.client)
  }

  io.on('connection', socket => {
    // The request of the handshake is not needed any more, and weighs more than the rest of an idle connection.
    Object.assign(socket.conn, { request: null })
    takeShortWay(socket)
    // What it looked up may have changed since, and nobody heard of it: it comes back, and looks again.
    if (gapsBefore.get(socket) !== gaps) return socket.conn.close()
    if (lately.hasEnded(socket.data.sessionId)) return endSession(socket.data.sessionId)
    socket.data.account = lately.accountOf(socket.data.account)
    // Whoever was put out of a room while the connection was being made is deaf to it from the start.
    for (const roomId of lately.roomsLeft(socket.data.account.id)) void socket.leave(roomChannel(roomId))
    socket.onAny(answering.answer)
    socket.on('disconnect', onFarewell)
    for (const hook of connectedHooks) hook(socket)
  })

  app.addHook('preClose', () => {
    isClosing = true
    return closeConnections(io, answering.drain())
  })
  app.addHook(
    'onClose',
    watchSlowConsumers(io, sessionId => app.log.warn({ sessionId }, 'cut off a client that takes nothing')),
  )

  /** Where there are other nodes, they are told by ourselves, and the adapter leaves them alone. */
  const those = () => (nodes.areSeveral ? io.local : io)

  type Emit = (event: string, payload: unknown) => void
  const emitHere = (channel: string | null, event: EventName, payload: unknown, except?: string) => {
    const channels = channel === null ? those() : those().to(channel)
    const addressed = except === undefined ? channels : channels.except(except)
    ;(addressed.emit as Emit).call(addressed, event, payload)
  }
  const emit = (channel: string | null, event: EventName, payload: unknown, except?: string) => {
    emitHere(channel, event, payload, except)
    if (nodes.areSeveral) nodes.tell('said', { channel, event, payload, ...(except && { except }) })
  }
  /** Much of what other nodes tell concerns nobody here: then it is not encoded. */
  const here = ({ channel, event, payload, except }: Said) => {
    if (channel === null || io.of('/').adapter.rooms.has(channel)) emitHere(channel, event, payload, except)
  }

  function endSession(sessionId: number) {
    emitHere(sessionChannel(sessionId), 'session:revoked', { sessionId })
    those().in(sessionChannel(sessionId)).disconnectSockets(true)
  }

  function endSessionHere({ sessionId }: { sessionId: number }) {
    lately.end(sessionId)
    endSession(sessionId)
  }

  function enterRoomHere({ accountId, roomId }: { accountId: number; roomId: number }) {
    lately.enter(accountId, roomId)
    those().in(accountChannel(accountId)).socketsJoin(roomChannel(roomId))
  }

  function leaveRoomHere({ accountId, roomId }: { accountId: number; roomId: number }) {
    lately.leave(accountId, roomId)
    those().in(accountChannel(accountId)).socketsLeave(roomChannel(roomId))
  }

  function closeRoomHere({ roomId }: { roomId: number }) {
    those().in(roomChannel(roomId)).socketsLeave(roomChannel(roomId))
  }

  function knowAccountHere({ account }: { account: Account }) {
    lately.change(account)
    const { adapter, sockets } = io.of('/')
    for (const id of adapter.rooms.get(accountChannel(account.id)) ?? []) {
      const socket = sockets.get(id)
      if (socket) socket.data.account = account
    }
  }

  nodes.on('said', here)
  nodes.on('session:ended', endSessionHere)
  nodes.on('room:entered', enterRoomHere)
  nodes.on('room:left', leaveRoomHere)
  nodes.on('room:closed', closeRoomHere)
  nodes.on('account:known', knowAccountHere)
  // Who was connected may have missed anything, and hear what they should not: they come back, and catch up.
  const recall = createRecall(io)
  nodes.onGap(recall.all)
  const recallHere = ({ channel }: { channel: string }) =>
    recall.some(io.of('/').adapter.rooms.get(channel) ?? [])
  nodes.on('connections:recalled', recallHere)
  app.addHook('onClose', recall.close)
  if (nodes.areSeveral) app.addHook('onClose', noteUseRegularly())

  /** Whether a session is in use at another node is known by when it was used last. */
  function noteUseRegularly() {
    const timer = setInterval(() => {
      for (const { data } of io.of('/').sockets.values()) app.noteUse(data.sessionId)
    }, useInterval).unref()
    return () => clearInterval(timer)
  }

  /** Does here what is told to the others after it. */
  function everywhere<Name extends Telling>(name: Name, act: (content: Tellings[Name]) => void) {
    return (content: Tellings[Name]) => {
      act(content)
      nodes.tell(name, content)
    }
  }
  const enterRoom = everywhere('room:entered', enterRoomHere)
  const leaveRoom = everywhere('room:left', leaveRoomHere)
  const closeRoom = everywhere('room:closed', closeRoomHere)
  const knowAccount = everywhere('account:known', knowAccountHere)
  const recallEverywhere = everywhere('connections:recalled', recallHere)
  const endSessionEverywhere = everywhere('session:ended', endSessionHere)

  app.decorate('realtime', {
    onConnect: hook => void connectHooks.push(hook),
    onConnected: hook => void connectedHooks.push(hook),
    onCall: (name, handler) => answering.register(name, handler as unknown as CallHandler<CallName>),
    toRoom: (roomId, event, payload) => emit(roomChannel(roomId), event, payload),
    toAccount: (accountId, event, payload) => emit(accountChannel(accountId), event, payload),
    toEveryone: (event, payload) => emit(null, event, payload),
    toOthers: (roomId, accountId, event, payload) =>
      emit(roomChannel(roomId), event, payload, accountChannel(accountId)),
    here,
    enterRoom: (accountId, roomId) => enterRoom({ accountId, roomId }),
    leaveRoom: (accountId, roomId) => leaveRoom({ accountId, roomId }),
    closeRoom: roomId => closeRoom({ roomId }),
    knowAccount: account => knowAccount({ account }),
    isConnected: sessionId => io.of('/').adapter.rooms.has(sessionChannel(sessionId)),
    recall: channel => recallEverywhere({ channel }),
    endSession: sessionId => endSessionEverywhere({ sessionId }),
  })
})
