/** People without an app of their own: they talk over the wire, as fast as a test wants them to. */
import type { Message } from '@chatter/shared/messages.ts'
import { protocolVersion } from '@chatter/shared/protocol.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { io } from 'socket.io-client'
import { v7 } from 'uuid'
import { enter } from './door.ts'
import { afterTests } from './leftovers.ts'
import { type Person, password } from './people.ts'

export type Caller = {
  id: number
  /** The id of a room that they are in; direct rooms are called after the other one. */
  roomId(name: string): Promise<number>
  /** Opens the direct room with somebody. */
  openDirect(accountId: number): Promise<number>
  post(roomId: number, body: string): Promise<Message>
  edit(roomId: number, seq: number, body: string): Promise<Message>
  /** Tells the room that they write. */
  type(roomId: number): Promise<void>
}

/** Signs somebody up, and connects them. */
export async function signUpCaller(serverUrl: string, { username, displayName }: Person): Promise<Caller> {
  const api = `${serverUrl}/api/v1`
  const { account, session } = await enter(serverUrl, 'signUp', { username, displayName, password })
  const headers = { authorization: `Bearer ${session.token}` }
  const socket = io(serverUrl, {
    transports: ['websocket'],
    auth: { token: session.token, protocol: protocolVersion },
  })
  afterTests(async () => void socket.close())

  async function call(name: string, request: object) {
    const answer = await socket.timeout(30_000).emitWithAck(name, request)
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.data
  }

  return {
    id: account.id,
    async roomId(name) {
      const rooms: Room[] = (await json(`${api}/rooms`, { headers })).rooms
      const room = rooms.find(each => (each.peer?.displayName ?? each.name) === name)
      if (!room) throw new Error(`${username} is in no room called ${name}.`)
      return room.id
    },
    async openDirect(accountId) {
      const { room } = await json(`${api}/directs/${accountId}`, { method: 'PUT', headers })
      return room.id
    },
    post: (roomId, body) => call('message:post', { roomId, clientId: v7(), body }),
    edit: (roomId, seq, body) => call('message:edit', { roomId, seq, body }),
    type: roomId => call('typing:start', { roomId }),
  }
}

async function json(url: string, init: RequestInit) {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.json()
}
