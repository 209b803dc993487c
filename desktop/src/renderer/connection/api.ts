/** REST with a session. */
import { Account } from '@chatter/shared/accounts.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { ChangePage, MessagePage } from '@chatter/shared/messages.ts'
import { AccountList, Member, Room, type RoomCreation, RoomList } from '@chatter/shared/rooms.ts'
import { Me, type MeChange, Session } from '@chatter/shared/sessions.ts'
import { type TSchema, Type } from 'typebox'
import { type Fetch, type RestRequest, request } from './request.ts'

const OneAccount = Type.Object({ account: Account })
const OneRoom = Type.Object({ room: Room })
const SessionList = Type.Object({ sessions: Type.Array(Session) })
const MemberList = Type.Object({ members: Type.Array(Member) })

export type PageQuery = { before?: number; after?: number; around?: number; limit?: number }
export type PeopleQuery = { query?: string; after?: number; limit?: number }

/** Every function rejects with a `ChatterError`. */
export type Api = ReturnType<typeof createApi>

export type ApiOptions = {
  serverUrl: string
  token: string
  /** The session is refused: by its end, or by a server that does not serve this app any more. */
  onRefused: (error: ChatterError) => void
  fetch?: Fetch
}

export function createApi({ serverUrl, token, onRefused, fetch }: ApiOptions) {
  async function ask<Schema extends TSchema>(
    asked: Omit<RestRequest<Schema>, 'serverUrl' | 'token' | 'fetch'>,
  ) {
    try {
      return await request({ ...asked, serverUrl, token, fetch })
    } catch (error) {
      if (error instanceof ChatterError && isRefusal(error)) onRefused(error)
      throw error
    }
  }

  return {
    listRooms: async () => (await ask({ path: '/rooms', answer: RoomList })).rooms,
    readPage: (roomId: number, query: PageQuery) =>
      ask({ path: `/rooms/${roomId}/messages`, query, answer: MessagePage }),
    readChanges: (roomId: number, query: { sinceRev: number; limit?: number }) =>
      ask({ path: `/rooms/${roomId}/changes`, query, answer: ChangePage }),
    createRoom: async (room: RoomCreation) =>
      (await ask({ method: 'POST', path: '/rooms', body: room, answer: OneRoom })).room,
    openDirect: async (accountId: number) =>
      (await ask({ method: 'PUT', path: `/directs/${accountId}`, answer: OneRoom })).room,
    listMembers: async (roomId: number) =>
      (await ask({ path: `/rooms/${roomId}/members`, answer: MemberList })).members,
    findPeople: (query: PeopleQuery) => ask({ path: '/accounts', query, answer: AccountList }),
    readMe: () => ask({ path: '/me', answer: Me }),
    changeMe: async (change: MeChange) =>
      (await ask({ method: 'PATCH', path: '/me', body: change, answer: OneAccount })).account,
    listSessions: async () => (await ask({ path: '/sessions', answer: SessionList })).sessions,
    revokeSession: async (sessionId: number) =>
      void (await ask({ method: 'DELETE', path: `/sessions/${sessionId}` })),
    logOut: () => ask({ method: 'DELETE', path: '/sessions/current', timeout: 5_000 }),
  }
}

/** Whether going on in this session is pointless. */
export function isRefusal({ code }: ChatterError): boolean {
  return code === 'unauthenticated' || code === 'protocol_unsupported'
}
