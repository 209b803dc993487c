/** Where the bytes of a file are. Those of one that went directly are on this machine, or nowhere that could be asked. */
import type { Attachment } from '@chatter/shared/attachments.ts'
import { useShallow } from 'zustand/react/shallow'
import type { Download } from '../../../../bridge/bridge.ts'
import type { DirectState } from '../../../store/direct.ts'
import { useDirect } from '../../direct/use-direct.ts'
import { useClientState } from '../../session/use-client.ts'
import { downloadIn, setupDownloads, useDownloads } from './downloads.ts'

/** `copy`: it was sent from here, and kept; `coming`: it is about to be here, or it is not known yet whether it is. */
export type Where = 'server' | 'copy' | 'saved' | 'coming' | 'nowhere'

type File = Pick<Attachment, 'id' | 'isDirect'>

type Known = Pick<DirectState, 'copies' | 'arriving'> & { download: Download | undefined; isRead: boolean }

/** Pure. */
export function whereIs({ id, isDirect }: File, { copies, arriving, download, isRead }: Known): Where {
  if (!isDirect) return 'server'
  if (copies?.has(id)) return 'copy'
  if (download?.state === 'done') return 'saved'
  const isOnWay = download?.state === 'waiting' || download?.state === 'running' || arriving.has(id)
  return isOnWay || !copies || !isRead ? 'coming' : 'nowhere'
}

export function useWhere(file: File): Where {
  return useWheres([file])[0]!
}

/** Of several, in their order. */
export function useWheres(files: readonly File[]): readonly Where[] {
  setupDownloads()
  const serverUrl = useClientState(state => state.serverUrl)
  const direct = useDirect(useShallow(({ copies, arriving }) => ({ copies, arriving })))
  return useDownloads(
    useShallow(({ byFile, isRead }) =>
      files.map(file =>
        whereIs(file, { ...direct, isRead, download: downloadIn(byFile, serverUrl, file.id) }),
      ),
    ),
  )
}
