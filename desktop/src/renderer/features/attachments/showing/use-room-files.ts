import type { FileKind, RoomFile } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'
import type { Room } from '@chatter/shared/rooms.ts'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { isConsonantsOnly, nameHolds } from '../../../lib/names.ts'
import type { Client } from '../../../store/client.type.ts'
import { errorCode } from '../../errors/error-code.ts'
import { useClient, useClientState } from '../../session/use-client.ts'
import { type Listed, nothingListed, withFailure, withNewest, withOlder } from './listed-files.ts'

export type FileWish = { kind: FileKind | undefined; query: string }

/** So many of a room's newest files are looked through for initial consonants, which the server does not know. */
const mostLookedThrough = 1_000

/**
 * The files of a room, page by page; the newest are asked for again with a new post that has some, and with the connection.
 * What is listed stays meanwhile.
 */
export function useRoomFiles({ id }: Room, { kind, query }: FileWish) {
  const client = useClient()
  const [listed, setListed] = useState(nothingListed)
  const [tries, setTries] = useState(0)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const newest = useClientState(({ snapshot }) => newestWithFiles(snapshot.timelines[id]?.messages))
  const deleted = useClientState(
    useShallow(({ snapshot }) =>
      (snapshot.timelines[id]?.messages ?? [])
        .filter(({ deletedAt }) => deletedAt !== undefined)
        .map(({ seq }) => seq),
    ),
  )
  const run = useRef(0)
  const wished = JSON.stringify([id, kind, query])
  // biome-ignore lint/correctness/useExhaustiveDependencies(isOnline): a new connection makes the list old
  // biome-ignore lint/correctness/useExhaustiveDependencies(newest): and so do new files
  // biome-ignore lint/correctness/useExhaustiveDependencies(tries): another try
  useEffect(() => {
    const mine = ++run.current
    const settle = (next: (before: Listed) => Listed) => mine === run.current && setListed(next)
    setListed(before => ({ ...before, isLoading: true }))
    listFirst(client, id, { kind, query }).then(
      page => settle(before => withNewest(before, wished, page)),
      error => settle(before => withFailure(before, wished, failureOf(error))),
    )
  }, [client, id, kind, query, wished, isOnline, newest, tries])
  const loadMore = useCallback(() => {
    const mine = run.current
    const settle = (next: (before: Listed) => Listed) => mine === run.current && setListed(next)
    const { cursor } = listed
    if (cursor === null || listed.isLoading) return
    setListed({ ...listed, isLoading: true })
    client.listFiles(id, { ...wish({ kind, query }), cursor }).then(
      page => settle(before => withOlder(before, page)),
      error => settle(before => withFailure(before, wished, failureOf(error))),
    )
  }, [client, id, kind, query, wished, listed])
  const files = useMemo(
    () => listed.files?.filter(({ seq }) => !deleted.includes(seq)) ?? null,
    [listed, deleted],
  )
  return {
    files,
    failed: listed.failed,
    isLoading: listed.isLoading,
    more: listed.cursor !== null,
    loadMore,
    again: () => setTries(tries + 1),
  }
}

/** Older history that is loaded brings no newer files. */
function newestWithFiles(messages: readonly Message[] = []): number {
  return messages.findLast(({ attachments, deletedAt }) => attachments && deletedAt === undefined)?.seq ?? 0
}

const failureOf = (error: unknown) => (errorCode(error) === 'unavailable' ? 'offline' : 'failed')

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
