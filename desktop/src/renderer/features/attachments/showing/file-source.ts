/** Where the bytes of a file are for an element of the page. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import { useCallback, useEffect, useState } from 'react'
import { blobUrl } from '../../../lib/blob-urls.ts'
import type { Client } from '../../../store/client.type.ts'
import { useClient, useClientState } from '../../session/use-client.ts'
import { useWhere, type Where } from './where.ts'

/** `alone`: all of it, for somebody who wants to look at it; that may take more memory than one among others. */
type Part = 'whole' | 'thumbnail' | 'alone'

export type FileSource = {
  /** For `src`; undefined while it is not known. */
  url: string | undefined
  isBroken: boolean
  /** It broke although the server could be reached: waiting does not mend it. */
  isLost: boolean
  /** For `onError`. */
  fail: () => void
  retry: () => void
}

type File = Pick<Attachment, 'id' | 'type' | 'isDirect'>

/**
 * What was sent from here in this run, or kept because it went directly, is here still. For all else the app's own process, so an
 * address is known at once; in a plain browser it is fetched first. What failed without a connection is tried again by itself
 * when that is back.
 */
export function useFileSource(file: File, part: Part, isWanted = true): FileSource {
  const { id } = file
  const client = useClient()
  const where = useWhere(file)
  const copy = useCopy(client, id, isWanted && part !== 'thumbnail' && where === 'copy')
  const sent = useSent(client, id, part) ?? copy
  const serverUrl = useClientState(state => state.serverUrl)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  const [tries, setTries] = useState(0)
  const [failed, setFailed] = useState<{ try: number; isOnline: boolean } | null>(null)
  const fail = useCallback(() => setFailed({ try: tries, isOnline }), [tries, isOnline])
  const retry = useCallback(() => setTries(before => before + 1), [])
  useEffect(() => {
    if (isOnline && failed && !failed.isOnline) {
      setFailed(null)
      setTries(before => before + 1)
    }
  }, [isOnline, failed])
  const isBroken = failed?.try === tries
  const isLost = isBroken && failed.isOnline
  const isFetched = where === 'server' && !sent && !isServed
  const fetched = useFetched(id, part, isWanted && isFetched && !isBroken, fail)
  const served = isServed ? addressOf({ serverUrl, file, part, where, tries }) : fetched
  const url = sent ? blobUrl(sent) : served
  return { url: isWanted ? url : undefined, isBroken, isLost, fail, retry }
}

function useSent(client: Client, id: string, part: Part): Blob | undefined {
  const [sent] = useState(() => client.sentFile(id))
  return part === 'thumbnail' ? sent?.thumbnail : sent?.blob
}

function useCopy(client: Client, id: string, isWanted: boolean): Blob | undefined {
  const [copy, setCopy] = useState<Blob>()
  useEffect(() => {
    if (isWanted) client.direct.copy(id).then(setCopy, () => setCopy(undefined))
  }, [client, id, isWanted])
  return isWanted ? copy : undefined
}

const isServed = typeof location !== 'undefined' && location.protocol === 'app:'

type Address = { serverUrl: string; file: File; part: Part; where: Where; tries: number }

function addressOf({ serverUrl, file: { id, type }, part, where, tries }: Address): string | undefined {
  if (where !== 'server' && where !== 'saved') return undefined
  const query = new URLSearchParams({
    server: serverUrl,
    ...(part === 'alone' && { alone: '' }),
    ...(where === 'saved' && { saved: type }),
    ...(tries > 0 && { try: String(tries) }),
  })
  return `chatter-file://attachments/${id}${part === 'thumbnail' ? '/thumbnail' : ''}?${query}`
}

/** For tests and development in a browser, which has no such addresses. */
function useFetched(id: string, part: Part, isWanted: boolean, fail: () => void): string | undefined {
  const client = useClient()
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!isWanted) return
    let made: string | undefined
    let isGone = false
    client.readFile(id, { part: part === 'thumbnail' ? part : 'whole' }).then(blob => {
      if (isGone) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    }, fail)
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
      setUrl(undefined)
    }
  }, [client, id, part, isWanted, fail])
  return url
}
