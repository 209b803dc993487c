import type { FileKind, RoomFile } from '@chatter/shared/attachments.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isConsonantsOnly, nameHolds } from '../../../lib/names.ts'
import type { Client } from '../../../store/client.type.ts'
import { errorCode } from '../../errors/error-code.ts'
import { useClient, useClientState } from '../../session/use-client.ts'

export type FileWish = { kind: FileKind | undefined; query: string }

type Found = {
  /** Null until the first page is there. */
  files: readonly RoomFile[] | null
  cursor: string | null
  failed: 'offline' | 'failed' | null
  isLoading: boolean
}

const nothing: Found = { files: null, cursor: null, failed: null, isLoading: true }

/** So many of a room's newest files are looked through for initial consonants, which the server does not know. */
const mostLookedThrough = 1_000

/** The files of a room, page by page; asked for again when a post on screen brings or loses some, and with the connection. */
export function useRoomFiles({ id }: Room, { kind, query }: FileWish) {
  const client = useClient()
  const [found, setFound] = useState(nothing)
  const [tries, setTries] = useState(0)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const seen = useClientState(({ snapshot }) =>
    (snapshot.timelines[id]?.messages ?? [])
      .flatMap(({ attachments = [], deletedAt }) => (deletedAt === undefined ? attachments : []))
      .map(attachment => attachment.id)
      .join(),
  )
  const run = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies(isOnline): a new connection makes the list old
  // biome-ignore lint/correctness/useExhaustiveDependencies(seen): and so do files that come and go
  // biome-ignore lint/correctness/useExhaustiveDependencies(tries): another try
  useEffect(() => {
    const mine = ++run.current
    setFound(before => ({ ...before, isLoading: true }))
    listFirst(client, id, { kind, query }).then(
      ({ files, cursor }) =>
        mine === run.current && setFound({ files, cursor, failed: null, isLoading: false }),
      error =>
        mine === run.current &&
        setFound({
          files: null,
          cursor: null,
          failed: errorCode(error) === 'unavailable' ? 'offline' : 'failed',
          isLoading: false,
        }),
    )
  }, [client, id, kind, query, isOnline, seen, tries])
  const loadMore = useCallback(() => {
    const mine = run.current
    const { cursor } = found
    if (cursor === null || found.isLoading) return
    setFound({ ...found, isLoading: true })
    client.listFiles(id, { ...wish({ kind, query }), cursor }).then(
      page =>
        mine === run.current &&
        setFound(before => ({
          ...before,
          files: [...(before.files ?? []), ...page.files],
          cursor: page.cursor,
          isLoading: false,
        })),
      () => mine === run.current && setFound(before => ({ ...before, isLoading: false })),
    )
  }, [client, id, kind, query, found])
  return {
    files: found.files,
    failed: found.failed,
    isLoading: found.isLoading,
    more: found.cursor !== null,
    loadMore,
    again: () => setTries(tries + 1),
  }
}

const wish = ({ kind, query }: FileWish) => ({ ...(kind && { kind }), ...(query && { query }) })

/** Initial consonants (`ㅂㄱㅅ` for 보고서) are looked for here, among the newest files. */
async function listFirst(client: Client, roomId: number, { kind, query }: FileWish) {
  if (!isConsonantsOnly(query)) return client.listFiles(roomId, wish({ kind, query }))
  const files: RoomFile[] = []
  let cursor: string | null = null
  for (let looked = 0; looked < mostLookedThrough; ) {
    const page = await client.listFiles(roomId, {
      ...wish({ kind, query: '' }),
      limit: 200,
      ...(cursor && { cursor }),
    })
    files.push(...page.files.filter(({ attachment }) => nameHolds(attachment.name, query)))
    looked += page.files.length
    cursor = page.cursor
    if (cursor === null) break
  }
  return { files, cursor: null }
}
