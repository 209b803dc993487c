/** A person in a test: what Ada, Grace and Linus do, through the doors that people use. */
import type { Account } from '@chatter/shared/accounts.ts'
import { ChatterError, type Problem } from '@chatter/shared/errors.ts'
import {
  type Acknowledgement,
  type CallAnswer,
  type CallName,
  type CallRequest,
  type ClientCalls,
  type EventName,
  type EventPayload,
  protocolVersion,
  type ServerEvents,
} from '@chatter/shared/protocol.ts'
import type { NewSession } from '@chatter/shared/sessions.ts'
import { io, type Socket } from 'socket.io-client'
import type { Body } from './answers.ts'

export type Answer<Content = Partial<Problem>> = { status: number; headers: Headers; body: Content }

/** Asks the REST API. Where the path is known, so is what it answers with. */
export type Ask = <Method extends string, Path extends string>(
  method: Method,
  path: Path,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<Body<Method, Path>>>

export type Person = {
  account: Account
  sessionId: number
  token: string
  /** Asks the REST API with this person's session. */
  api: Ask
  /** Connects one more of this person's devices. Rejects with the ChatterError that refused it. */
  connect(): Promise<Connection>
}

/** One live connection. */
export type Connection = {
  socket: Socket<ServerEvents, ClientCalls>
  /** Every event so far, in order of arrival. */
  events: { name: string; payload: unknown }[]
  /** Calls, and returns the acknowledged data. @throws ChatterError */
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name>>
  /** Returns the first event of this name, past or to come within 5 s, that fits and was not waited for before. */
  next<Name extends EventName>(
    name: Name,
    fits?: (payload: EventPayload<Name>) => boolean,
  ): Promise<EventPayload<Name>>
  close(): void
}

/** A machine that is shared may stand still for seconds. */
const patience = 30_000

export function createPerson(url: string, { account, session }: NewSession): Person {
  const authorization = `Bearer ${session.token}`
  return {
    account,
    sessionId: session.id,
    token: session.token,
    api: (method, path, body, headers) => request(url, method, path, body, { authorization, ...headers }),
    connect: () => connect(url, session.token),
  }
}

/** Asks the REST API; `path` may leave out `/api/v1`. */
export async function request<Method extends string, Path extends string>(
  url: string,
  method: Method,
  path: Path,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body<Method, Path>>> {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url + path, {
    method,
    headers: { ...json, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** Connects with any token and protocol. @throws ChatterError when the server refuses */
export async function connect(
  url: string,
  token: string,
  protocol: unknown = protocolVersion,
): Promise<Connection> {
  const socket: Socket<ServerEvents, ClientCalls> = io(url, {
    auth: { token, protocol },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  })
  const events: Connection['events'] = []
  const waiting = new Set<() => void>()
  socket.onAny((name: string, payload: unknown) => {
    events.push({ name, payload })
    for (const look of waiting) look()
  })
  await connected(socket)
  const taken = new Set<object>()

  return {
    socket,
    events,
    call: (name, request) => call(socket, name, request),
    next: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`No ${name} within ${patience} ms; there were ${JSON.stringify(events)}`))
        }, patience)
        function look() {
          const event = events.find(
            one => one.name === name && !taken.has(one) && fits(one.payload as EventPayload<typeof name>),
          )
          if (!event) return
          taken.add(event)
          clearTimeout(timer)
          waiting.delete(look)
          resolve(event.payload as EventPayload<typeof name>)
        }
        waiting.add(look)
        look()
      }),
    close: () => void socket.disconnect(),
  }
}

function connected(socket: Socket<ServerEvents, ClientCalls>): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', error => {
      socket.close()
      const { data } = error as { data?: Parameters<typeof ChatterError.fromWire>[0] }
      reject(data ? ChatterError.fromWire(data) : error)
    })
  })
}

async function call<Name extends CallName>(
  socket: Socket<ServerEvents, ClientCalls>,
  name: Name,
  request: CallRequest<Name>,
): Promise<CallAnswer<Name>> {
  const ask = socket.timeout(patience).emitWithAck as (name: string, request: unknown) => Promise<unknown>
  const answer = (await ask.call(socket.timeout(patience), name, request)) as Acknowledgement<
    CallAnswer<Name>
  >
  if (!answer.ok) throw ChatterError.fromWire(answer.error)
  return answer.data
}
