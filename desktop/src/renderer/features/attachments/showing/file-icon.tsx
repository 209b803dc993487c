import type { Attachment } from '@chatter/shared/attachments.ts'
import { clsx } from 'clsx'
import {
  File,
  FileArchive,
  FileCode,
  FileImage,
  FileMusic,
  FilePlay,
  FileSpreadsheet,
  FileText,
  type LucideIcon,
  Presentation,
} from 'lucide-react'
import { type FileSort, sortOf } from './file-kind.ts'
import './file-icon.css'

/** What kind of file it is, at a glance: a picture of it, and its ending. */
export function FileIcon({ file }: { file: Pick<Attachment, 'name' | 'type'> }) {
  const { Icon, tone } = looks[sortOf(file)]
  const ending = /\.([\p{L}\p{N}]{1,4})$/u.exec(file.name)?.[1]
  return (
    <span className={clsx('file-icon', `file-icon-${tone}`)} aria-hidden="true">
      <Icon size={20} strokeWidth={1.6} />
      {ending && <span className="file-icon-ending">{ending.toUpperCase()}</span>}
    </span>
  )
}

type Looks = { Icon: LucideIcon; tone: 'red' | 'blue' | 'green' | 'orange' | 'violet' | 'grey' }

const looks: Record<FileSort, Looks> = {
  pdf: { Icon: FileText, tone: 'red' },
  document: { Icon: FileText, tone: 'blue' },
  table: { Icon: FileSpreadsheet, tone: 'green' },
  slides: { Icon: Presentation, tone: 'orange' },
  archive: { Icon: FileArchive, tone: 'orange' },
  code: { Icon: FileCode, tone: 'violet' },
  image: { Icon: FileImage, tone: 'violet' },
  video: { Icon: FilePlay, tone: 'violet' },
  audio: { Icon: FileMusic, tone: 'violet' },
  other: { Icon: File, tone: 'grey' },
}
