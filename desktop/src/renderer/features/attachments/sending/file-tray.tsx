import type { Room } from '@chatter/shared/rooms.ts'
import { useShallow } from 'zustand/react/shallow'
import { useWords } from '../../../lib/use-words.ts'
import { useClientState } from '../../session/use-client.ts'
import { Refusals } from './refusals.tsx'
import { TrayFile } from './tray-file.tsx'
import './file-tray.css'

const none: readonly string[] = []

/**
 * Above the field: what will go with the next post of the room.
 * @param isForNext another post is being written anew: that has to be said
 */
export function FileTray({ room, isForNext }: { room: Room; isForNext: boolean }) {
  const { t } = useWords()
  const files = useClientState(
    useShallow(({ trays, files }) => (trays[room.id] ?? none).flatMap(id => files[id] ?? [])),
  )
  return (
    <>
      <Refusals roomId={room.id} />
      {files.length > 0 && isForNext && (
        <p className="file-tray-note" role="status">
          {t('sending.forNext')}
        </p>
      )}
      {files.length > 0 && (
        <ul className="file-tray" aria-label={t('sending.tray')}>
          {files.map(file => (
            <TrayFile key={file.id} roomId={room.id} file={file} />
          ))}
        </ul>
      )}
    </>
  )
}

/** How many files wait in the tray of a room, and whether all of them can go. */
export function useTray(roomId: number): { count: number; canGo: boolean } {
  return useClientState(
    useShallow(({ trays, files }) => {
      const tray = trays[roomId] ?? none
      return {
        count: tray.length,
        canGo: tray.every(id => files[id] && files[id].progress.state !== 'missing'),
      }
    }),
  )
}
