/** The types of live connections, and the names of the channels that they listen to. */
import type { Account } from '@chatter/shared/accounts.ts'
import type {
  CallAnswer,
  CallName,
  CallRequest,
  ClientCalls,
  ServerEvents,
} from '@chatter/shared/protocol.ts'
import type { Server, Socket } from 'socket.io'

/** Who is asking, and with which of their devices. */
export type Identity = { account: Account; sessionId: number }

type NoEvents = Record<string, never>
export type ChatterServer = Server<ClientCalls, ServerEvents, NoEvents, Identity>
export type ChatterSocket = Socket<ClientCalls, ServerEvents, NoEvents, Identity>

/** Who calls, and through which connection. */
export type Caller = Identity & { socket: ChatterSocket }

export type CallHandler<Name extends CallName> = (
  request: CallRequest<Name>,
  caller: Caller,
) => Promise<CallAnswer<Name>> | CallAnswer<Name>

/** Names of Socket.IO's rooms, called channels here because a room is where people talk. */
export const roomChannel = (roomId: number) => `room:${roomId}`
export const accountChannel = (accountId: number) => `account:${accountId}`
export const sessionChannel = (sessionId: number) => `session:${sessionId}`
