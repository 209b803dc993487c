import { X } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { sizeWords, speedWords } from '../../lib/sizes.ts'
import { useWords, type Words } from '../../lib/use-words.ts'
import type { IncomingFile } from '../../store/direct.incoming.ts'
import { IconButton } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { FileIcon } from '../attachments/showing/file-icon.tsx'
import { FileRow } from '../attachments/showing/file-row.tsx'
import { useClient, useClientState } from '../session/use-client.ts'
import { useDirect } from './use-direct.ts'
import './direct.css'

/** Files that the other person of this room is sending now, until their message comes. */
export function IncomingFiles({ roomId }: { roomId: number }) {
  const { t } = useWords()
  const files = useDirect(
    useShallow(({ incoming }) => incoming.filter(file => file.roomId === roomId && !file.attachmentId)),
  )
  if (files.length === 0) return null
  return (
    <ul className="incoming-files" aria-label={t('direct.incoming')}>
      {files.map(file => (
        <IncomingRow key={file.sha256} file={file} />
      ))}
    </ul>
  )
}

function IncomingRow({ file }: { file: IncomingFile }) {
  const words = useWords()
  const client = useClient()
  const name = useClientState(({ snapshot }) => snapshot.rooms[file.roomId]?.peer?.displayName ?? '')
  return (
    <FileRow
      picture={<FileIcon file={file} />}
      name={file.name}
      facts={factsOf(file, name, words)}
      actions={
        <IconButton
          name={words.t('direct.refuse', { name: file.name })}
          onClick={() => void client.direct.refuse(file.sha256)}
        >
          <X size={16} aria-hidden="true" />
        </IconButton>
      }
    >
      <ProgressBar
        name={file.name}
        share={file.received / file.size}
        isResting={file.state === 'waiting' && file.received < file.size}
      />
    </FileRow>
  )
}

function factsOf({ state, received, size, speed }: IncomingFile, name: string, { t, language }: Words) {
  const far = `${sizeWords(received, language)} / ${sizeWords(size, language)}`
  if (received === size) return `${far} · ${t('direct.arrived')}`
  if (state === 'waiting') return `${far} · ${t('direct.waiting')}`
  const parts = [far, speed !== undefined && speedWords(speed, language), t('direct.from', { name })]
  return parts.filter(Boolean).join(' · ')
}
