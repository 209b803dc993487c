/** REST with a session. */
import { Account, type AccountChange, GivenPassword } from '@chatter/shared/accounts.ts'
import { AlertPreferences, type AlertPreferencesChange } from '@chatter/shared/alerts.ts'
import {
  type Attachment,
  Claim,
  type ClaimProof,
  type Declaration,
  NewAttachment,
  RoomFiles,
  type RoomFilesQuery,
  UploadLimits,
} from '@chatter/shared/attachments.ts'
import { ChatterError } from '@chatter/shared/errors.ts'
import { ChangePage, EditList, MessagePage, PinList } from '@chatter/shared/messages.ts'
import {
  AccountList,
  BanList,
  type BrowseQuery,
  MemberList,
  type MemberRole,
  PreferencesChanged,
  PublicRoomList,
  Room,
  type RoomChange,
  type RoomCreation,
  RoomList,
  type RoomPreferences,
} from '@chatter/shared/rooms.ts'
import { SearchPage, type SearchQuery } from '@chatter/shared/search.ts'
import { Me, type MeChange, type PasswordChange, Session } from '@chatter/shared/sessions.ts'
import { type TSchema, Type } from 'typebox'
import { readBytes } from './read-bytes.ts'
import { type Fetch, type RestRequest, request } from './request.ts'

const OneAccount = Type.Object({ account: Account })
const OneRoom = Type.Object({ room: Room })
const SessionList = Type.Object({ sessions: Type.Array(Session) })

export type PageQuery = { before?: number; after?: number; around?: number; at?: number; limit?: number }
export type PeopleQuery = { query?: string; after?: number; limit?: number }

/** What of a file is read: its thumbnail, or the file, or so many bytes from its beginning. */
export type FilePart = { part: 'whole' | 'thumbnail'; length?: number }

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
    browseRooms: (query: BrowseQuery) => ask({ path: '/rooms/browse', query, answer: PublicRoomList }),
    findPublicRoom: async (roomId: number) => {
      const { rooms } = await ask({ path: '/rooms/browse', query: { roomId }, answer: PublicRoomList })
      // An older server lists other rooms, too.
      return rooms.find(({ id }) => id === roomId)
    },
    changeRoom: (roomId: number, change: RoomChange) =>
      ask({ method: 'PATCH', path: `/rooms/${roomId}`, body: change }),
    deleteRoom: (roomId: number) => ask({ method: 'DELETE', path: `/rooms/${roomId}` }),
    setPreferences: (roomId: number, preferences: RoomPreferences) =>
      ask({
        method: 'PATCH',
        path: `/rooms/${roomId}/preferences`,
        body: preferences,
        answer: PreferencesChanged,
      }),
    readAlertPreferences: () => ask({ path: '/me/alerts', answer: AlertPreferences }),
    setAlertPreferences: (change: AlertPreferencesChange) =>
      ask({ method: 'PATCH', path: '/me/alerts', body: change, answer: AlertPreferences }),
    listMembers: async (roomId: number) =>
      (await ask({ path: `/rooms/${roomId}/members`, answer: MemberList })).members,
    addMember: async (roomId: number, accountId: number) =>
      (await ask({ method: 'PUT', path: `/rooms/${roomId}/members/${accountId}`, answer: OneRoom })).room,
    removeMember: (roomId: number, accountId: number) =>
      ask({ method: 'DELETE', path: `/rooms/${roomId}/members/${accountId}` }),
    changeRole: (roomId: number, accountId: number, role: MemberRole) =>
      ask({ method: 'PATCH', path: `/rooms/${roomId}/members/${accountId}`, body: { role } }),
    listBans: async (roomId: number) => (await ask({ path: `/rooms/${roomId}/bans`, answer: BanList })).bans,
    ban: (roomId: number, accountId: number) =>
      ask({ method: 'PUT', path: `/rooms/${roomId}/bans/${accountId}` }),
    unban: (roomId: number, accountId: number) =>
      ask({ method: 'DELETE', path: `/rooms/${roomId}/bans/${accountId}` }),
    listEdits: async (roomId: number, seq: number) =>
      (await ask({ path: `/rooms/${roomId}/messages/${seq}/edits`, answer: EditList })).edits,
    listPins: async (roomId: number) =>
      (await ask({ path: `/rooms/${roomId}/pins`, answer: PinList })).messages,
    pin: (roomId: number, seq: number) => ask({ method: 'PUT', path: `/rooms/${roomId}/pins/${seq}` }),
    unpin: (roomId: number, seq: number) => ask({ method: 'DELETE', path: `/rooms/${roomId}/pins/${seq}` }),
    readUploadLimits: () => ask({ path: '/uploads/limits', answer: UploadLimits, timeout: 5_000 }),
    claim: async (roomId: number, declaration: Declaration) =>
      (
        await ask({
          method: 'POST',
          path: `/rooms/${roomId}/attachments/claims`,
          body: declaration,
          answer: Claim,
        })
      ).claim,
    proveClaim: async (id: string, proof: ClaimProof): Promise<Attachment> =>
      (
        await ask({
          method: 'PUT',
          path: `/attachments/claims/${id}`,
          body: proof,
          answer: NewAttachment,
        })
      ).attachment,
    declareDirect: async (roomId: number, declaration: Declaration): Promise<Attachment> =>
      (
        await ask({
          method: 'POST',
          path: `/rooms/${roomId}/attachments/direct`,
          body: declaration,
          answer: NewAttachment,
        })
      ).attachment,
    readAttachment: async (id: string): Promise<Attachment> =>
      (await ask({ path: `/attachments/${id}/details`, answer: NewAttachment })).attachment,
    putThumbnail: (id: string, picture: Blob) =>
      ask({ method: 'PUT', path: `/attachments/${id}/thumbnail`, body: picture }),
    readFile: (id: string, { part, length }: FilePart) =>
      readBytes({
        serverUrl,
        token,
        path: part === 'thumbnail' ? `/attachments/${id}/thumbnail` : `/attachments/${id}`,
        length,
        fetch,
      }),
    receiveFile: (id: string) => ask({ method: 'PUT', path: `/attachments/${id}/receipt` }),
    listFiles: (roomId: number, query: RoomFilesQuery) =>
      ask({ path: `/rooms/${roomId}/files`, query, answer: RoomFiles }),
    deleteAttachment: (id: string) => ask({ method: 'DELETE', path: `/attachments/${id}` }),
    search: (query: SearchQuery) => ask({ path: '/search', query, answer: SearchPage }),
    findAccount: async (accountId: number) =>
      (await ask({ path: `/accounts/${accountId}`, answer: OneAccount })).account,
    changeAccount: async (accountId: number, change: AccountChange) =>
      (await ask({ method: 'PATCH', path: `/accounts/${accountId}`, body: change, answer: OneAccount }))
        .account,
    givePassword: (accountId: number) =>
      ask({ method: 'POST', path: `/accounts/${accountId}/password`, answer: GivenPassword }),
    findPeople: (query: PeopleQuery) => ask({ path: '/accounts', query, answer: AccountList }),
    readMe: () => ask({ path: '/me', answer: Me }),
    changeMe: async (change: MeChange) =>
      (await ask({ method: 'PATCH', path: '/me', body: change, answer: OneAccount })).account,
    changePassword: async (change: PasswordChange) =>
      void (await ask({ method: 'PUT', path: '/me/password', body: change })),
    listSessions: async () => (await ask({ path: '/sessions', answer: SessionList })).sessions,
    revokeSession: async (sessionId: number) =>
      void (await ask({ method: 'DELETE', path: `/sessions/${sessionId}` })),
  }
}

/** Whether going on in this session is pointless. */
export function isRefusal({ code }: ChatterError): boolean {
  return code === 'unauthenticated' || code === 'protocol_unsupported'
}
