import { useShallow } from 'zustand/react/shallow'
import type { PendingFile } from '../../../store/pending-file.ts'
import type { PendingPost } from '../../../store/state.ts'
import { useClientState } from '../../session/use-client.ts'

/** The files of a post that is on its way, in order: the same array while nothing of them changes. */
export function usePendingFiles({ fileIds = [] }: Pick<PendingPost, 'fileIds'>): readonly PendingFile[] {
  return useClientState(useShallow(({ files }) => fileIds.flatMap(id => files[id] ?? [])))
}

/** The share of a file that the server has, from 0 to 1. */
export function shareOf({ size, progress }: Pick<PendingFile, 'size' | 'progress'>): number {
  if (progress.state === 'done') return 1
  return 'sent' in progress && size > 0 ? Math.min(1, progress.sent / size) : 0
}
