/** The live connection: typed calls, validated events, and coming back after every loss. Explains itself: one lifecycle. */

import { fits } from '@chatter/shared/check.ts'
import { ChatterError, WireError } from '@chatter/shared/errors.ts'
import {
  type CallAnswer,
  type CallName,
  type CallRequest,
  type ChatterEvent,
  calls,
  type EventName,
  events,
  type HandshakeAuth,
  protocolVersion,
} from '@chatter/shared/protocol.ts'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { isRefusal } from './api.ts'
import { backoff } from './backoff.ts'
import { unreachable } from './request.ts'

/** How long an acknowledgement may take, in milliseconds. */
const callTimeout = 10_000

/** How long the transport and the server's welcome together may take, in milliseconds. */
const handshakeTimeout = 20_000

/** How long a connection that may be dead has to show life, in milliseconds. */
const probeTimeout = 4_000

/** A connection that held this long counts as good: the next loss is answered quickly again. In milliseconds. */
const goodAfter = 5_000

type Timer = ReturnType<typeof setTimeout>

export type SocketFactory = (url: string, options: Partial<ManagerOptions & SocketOptions>) => Socket

export type ChatterSocketOptions = {
  serverUrl: string
  token: string
  onConnecting: () => void
  onConnected: () => void
  /** The connection is lost, or could not be made; it is tried again at `retryAt`, in milliseconds of `now`. */
  onOffline: (retryAt: number) => void
  /** The server does not want this session or this app. It is not tried again. */
  onRefused: (error: ChatterError) => void
  onEvent: (event: ChatterEvent) => void
  /** An event that this app should understand but does not: something may be missing now. */
  onMalformed: (name: EventName) => void
  now: () => number
  /** From 0 to 1. */
  random: () => number
  socketFactory?: SocketFactory
}

export type ChatterSocket = {
  /** Connects, and keeps connected until {@link close}, or until the server refuses. */
  open(): void
  close(): void
  /** Connects now instead of later; where the connection seems to stand, finds out whether it does. */
  reconnect(): void
  isConnected(): boolean
  /** @throws ChatterError `unavailable` when there is no connection or no answer in time, or what the server refused */
  call<Name extends CallName>(
    name: Name,
    request: CallRequest<Name>,
    timeout?: number,
  ): Promise<CallAnswer<Name>>
}

export function createSocket(options: ChatterSocketOptions): ChatterSocket {
  const { now, random } = options
  const socket = connectTo(options)
  let isOpen = false
  let tries = 0
  let connectedAt = 0
  let retry: Timer | undefined
  let handshake: Timer | undefined

  socket.on('connect', () => {
    clearTimeout(handshake)
    connectedAt = now()
    options.onConnected()
  })
  socket.on('disconnect', () => {
    if (now() - connectedAt >= goodAfter) tries = 0
    comeBack()
  })
  socket.on('connect_error', error => {
    const refusal = refusalOf(error)
    if (!refusal || !isRefusal(refusal)) return comeBack(refusal?.retryAfter)
    close()
    options.onRefused(refusal)
  })
  socket.onAny((name: string, payload: unknown) => {
    const event = understand(name, payload)
    if (event === 'malformed') options.onMalformed(name as EventName)
    else if (event) options.onEvent(event)
  })

  function connect() {
    clearTimeout(retry)
    retry = undefined
    options.onConnecting()
    socket.connect()
    // Socket.IO waits for the transport only so long, but for the server's welcome for ever.
    handshake = setTimeout(() => socket.io.engine?.close(), handshakeTimeout)
  }

  function comeBack(retryAfter = 0) {
    clearTimeout(handshake)
    if (!isOpen || retry !== undefined) return
    const pause = Math.max(backoff(tries++, random()), retryAfter * 1000)
    retry = setTimeout(connect, pause)
    options.onOffline(now() + pause)
  }

  function close() {
    isOpen = false
    clearTimeout(retry)
    clearTimeout(handshake)
    retry = undefined
    socket.disconnect()
  }

  async function call<Name extends CallName>(name: Name, request: CallRequest<Name>, timeout = callTimeout) {
    // Socket.IO would keep it for the next connection; what to send then is the outbox's to decide.
    if (!socket.connected) throw unreachable()
    const answer: unknown = await socket
      .timeout(timeout)
      .emitWithAck(name, request)
      .catch(() => undefined)
    return acknowledged(name, answer)
  }

  /** After a sleep, a connection may seem to stand that the server gave up long ago. */
  function probe() {
    const { engine } = socket.io
    // A server answers every call, also one that it does not know: what it says does not matter here.
    socket.timeout(probeTimeout).emit('ping', {}, (timedOut: Error | null) => {
      if (timedOut && isOpen && socket.io.engine === engine) engine.close()
    })
  }

  return {
    open() {
      if (isOpen) return
      isOpen = true
      connect()
    },
    close,
    reconnect() {
      if (!isOpen) return
      tries = 0
      if (socket.connected) probe()
      else if (retry !== undefined) connect()
    },
    isConnected: () => socket.connected,
    call,
  }
}

function connectTo({ serverUrl, token, socketFactory = io }: ChatterSocketOptions): Socket {
  const { origin, pathname } = new URL(serverUrl)
  const auth: HandshakeAuth = { token, protocol: protocolVersion }
  return socketFactory(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io`,
    auth,
    // Some networks let no WebSocket through: then long polling carries the same.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    autoConnect: false,
    // When to come back is decided here, not by Socket.IO, which knows neither sleep nor refusal.
    reconnection: false,
    forceNew: true,
    timeout: callTimeout,
  })
}

/** An event of the protocol; undefined for one that a newer server tells and this app does not know. */
function understand(name: string, payload: unknown): ChatterEvent | 'malformed' | undefined {
  if (!Object.hasOwn(events, name)) return undefined
  return fits(events[name as EventName], payload) ? ({ name, payload } as ChatterEvent) : 'malformed'
}

function acknowledged<Name extends CallName>(name: Name, answer: unknown): CallAnswer<Name> {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) throw unreachable()
  if (answer.ok === true && 'data' in answer && fits(calls[name].answer, answer.data))
    return answer.data as CallAnswer<Name>
  if (answer.ok === false && 'error' in answer && fits(WireError, answer.error))
    throw ChatterError.fromWire(answer.error)
  throw new ChatterError('internal', 'The answer of the server was not understood.')
}

/** Why the server refused the handshake; undefined when it could not be reached. */
function refusalOf(error: Error): ChatterError | undefined {
  const data = 'data' in error ? error.data : undefined
  return fits(WireError, data) ? ChatterError.fromWire(data) : undefined
}
