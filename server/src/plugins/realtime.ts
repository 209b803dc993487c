/** What is live: Socket.IO behind the words that features use. */
import type { Account } from '@chatter/shared/accounts.ts'
import type {
  CallAnswer,
  CallName,
  CallRequest,
  ClientCalls,
  EventName,
  EventPayload,
  ServerEvents,
} from '@chatter/shared/protocol.ts'
import fp from 'fastify-plugin'
import fastifySocketIo from 'fastify-socket.io'
import type { Server, ServerOptions, Socket } from 'socket.io'
import { createCallAnswering } from '../lib/calls.ts'
import { handshakeOf, refusal } from '../lib/handshake.ts'
import { watchSlowConsumers } from '../lib/slow-consumers.ts'
import type { Identity } from './sessions.ts'

type NoEvents = Record<string, never>
export type ChatterServer = Server<ClientCalls, ServerEvents, NoEvents, Identity>
export type ChatterSocket = Socket<ClientCalls, ServerEvents, NoEvents, Identity>

/** Who calls, and through which connection. */
export type Caller = Identity & { socket: ChatterSocket }

export type CallHandler<Name extends CallName> = (
  request: CallRequest<Name>,
  caller: Caller,
) => Promise<CallAnswer<Name>> | CallAnswer<Name>

export type Realtime = {
  /**
   * Runs for each new connection, in order, before the client is told that it is connected: what joins a channel here
   * misses nothing that happens after. The connection may still be lost before it is complete; count it in
   * {@link onConnected}.
   */
  onConnect: (hook: (socket: ChatterSocket) => Promise<void>) => void
  /** Runs when the client is connected; only from then on will `socket` emit `disconnect`. */
  onConnected: (hook: (socket: ChatterSocket) => void) => void
  /** Registers who answers a call. Requests are validated and have only the fields of their schema. */
  onCall: <Name extends CallName>(name: Name, handler: CallHandler<Name>) => void
  toRoom: <Name extends EventName>(roomId: number, event: Name, payload: EventPayload<Name>) => void
  toAccount: <Name extends EventName>(accountId: number, event: Name, payload: EventPayload<Name>) => void
  toEveryone: <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void
  /** All connections of the account hear the room from now on. */
  enterRoom: (accountId: number, roomId: number) => void
  leaveRoom: (accountId: number, roomId: number) => void
  /** The account's connections call with this profile from now on. */
  knowAccount: (account: Account) => void
  /** Tells the device that its session has ended, and cuts it off. */
  endSession: (sessionId: number) => void
}

declare module 'fastify' {
  interface FastifyInstance {
    io: ChatterServer
    realtime: Realtime
  }
}

/** Names of Socket.IO's rooms, called channels here because a room is where people talk. */
export const roomChannel = (roomId: number) => `room:${roomId}`
export const accountChannel = (accountId: number) => `account:${accountId}`
export const sessionChannel = (sessionId: number) => `session:${sessionId}`

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
  // The token is in the handshake, not in a cookie, so a foreign page gains nothing.
  cors: { origin: '*' },
}

export const realtime = fp(async app => {
  const answering = createCallAnswering(app)
  const preClose = (done: () => void) => void answering.drain().then(done)
  await app.register(fastifySocketIo.default, { ...options, preClose })
  const { io } = app
  const connectHooks: ((socket: ChatterSocket) => Promise<void>)[] = []
  const connectedHooks: ((socket: ChatterSocket) => void)[] = []
  /** Sessions that ended lately: a connection that was identified just before would otherwise slip through. */
  const ended = new Set<number>()

  io.use(async (socket, next) => {
    try {
      socket.data = await app.identify(handshakeOf(socket).token)
      const { account, sessionId } = socket.data
      await socket.join([accountChannel(account.id), sessionChannel(sessionId)])
      if (ended.has(sessionId)) await app.identify(null)
      for (const hook of connectHooks) await hook(socket)
      next()
    } catch (error) {
      next(refusal(error, app.log))
    }
  })

  io.on('connection', socket => {
    // The request of the handshake is not needed any more, and is a third of an idle connection's memory.
    ;(socket.conn as { request: unknown }).request = null
    socket.onAny(answering.answer)
    for (const hook of connectedHooks) hook(socket)
  })

  const stopWatching = watchSlowConsumers(io, socketId => app.log.warn({ socketId }, 'slow consumer cut off'))
  app.addHook('onClose', stopWatching)

  const emit = (channel: string, event: EventName, payload: unknown) =>
    (io.to(channel).emit as (event: string, payload: unknown) => void)(event, payload)

  app.decorate('realtime', {
    onConnect: hook => void connectHooks.push(hook),
    onConnected: hook => void connectedHooks.push(hook),
    onCall: (name, handler) => answering.register(name, handler as CallHandler<CallName>),
    toRoom: (roomId, event, payload) => emit(roomChannel(roomId), event, payload),
    toAccount: (accountId, event, payload) => emit(accountChannel(accountId), event, payload),
    toEveryone: (event, payload) =>
      void (io.emit as (event: string, payload: unknown) => void)(event, payload),
    enterRoom: (accountId, roomId) => io.in(accountChannel(accountId)).socketsJoin(roomChannel(roomId)),
    leaveRoom: (accountId, roomId) => io.in(accountChannel(accountId)).socketsLeave(roomChannel(roomId)),
    knowAccount(account) {
      for (const id of io.of('/').adapter.rooms.get(accountChannel(account.id)) ?? []) {
        const socket = io.of('/').sockets.get(id)
        if (socket) socket.data.account = account
      }
    },
    endSession(sessionId) {
      ended.add(sessionId)
      setTimeout(() => ended.delete(sessionId), 60_000).unref()
      emit(sessionChannel(sessionId), 'session:revoked', { sessionId })
      io.in(sessionChannel(sessionId)).disconnectSockets(true)
    },
  })
})
