/**
 * Tells the sender, in direct rooms, that this app has the whole of their file: when it was saved, and when every byte of it
 * was shown; both with the right hash.
 */
import type { Attachment } from '@chatter/shared/attachments.ts'
import { useCallback, useEffect } from 'react'
import type { Client } from '../../../store/client.type.ts'
import { useClient, useClientState } from '../../session/use-client.ts'
import { setupDownloads, useDownloads } from './downloads.ts'

/** Files that are here whole, and of which the sender may have to be told. */
const here = new Map<string, string>()

/** Listens while an account is open. */
export function useReceipts(): void {
  const client = useClient()
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  useEffect(() => {
    setupDownloads()
    const { serverUrl } = client.store.getState()
    const stop = window.bridge.on('file:shown', file => {
      if (file.serverUrl === serverUrl) note(client, file.id, file.sha256)
    })
    const look = () => {
      for (const { serverUrl: from, id, sha256, state } of Object.values(useDownloads.getState().byFile))
        if (from === serverUrl && state === 'done') note(client, id, sha256)
    }
    look()
    const stopDownloads = useDownloads.subscribe(look)
    return () => {
      stop()
      stopDownloads()
    }
  }, [client])
  useEffect(() => {
    if (isOnline) for (const id of here.keys()) tell(client, id)
  }, [client, isOnline])
}

/** For what the page itself read. */
export function useShown(): (id: string, bytes: Uint8Array<ArrayBuffer>) => void {
  const client = useClient()
  return useCallback(
    (id, bytes) => {
      crypto.subtle.digest('SHA-256', bytes).then(
        digest => note(client, id, toHex(new Uint8Array(digest))),
        // A page without a safe origin has no hashes, and then nothing is said to be here.
        () => {},
      )
    },
    [client],
  )
}

const toHex = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')

const told = new Set<string>()

function note(client: Client, id: string, sha256: string) {
  if (told.has(id) || here.has(id)) return
  here.set(id, sha256)
  tell(client, id)
}

/** What is not known to be of somebody else in a direct room waits: its post may not be loaded. */
function tell(client: Client, id: string) {
  const attachment = findReceived(client, id)
  if (!attachment) return
  const sha256 = here.get(id)
  here.delete(id)
  told.add(id)
  if (attachment.receivedAt !== undefined || attachment.sha256 !== sha256) return
  client.receiveFile(id).catch(() => {
    told.delete(id)
    here.set(id, attachment.sha256)
  })
}

/** The file, where it is in a post of somebody else of a direct room. */
function findReceived(client: Client, id: string): Attachment | undefined {
  const { snapshot, account } = client.store.getState()
  for (const { id: roomId, kind } of Object.values(snapshot.rooms)) {
    if (kind !== 'direct') continue
    for (const { author, attachments } of snapshot.timelines[roomId]?.messages ?? []) {
      const found = author.id !== account.id && attachments?.find(attachment => attachment.id === id)
      if (found) return found
    }
  }
  return undefined
}
