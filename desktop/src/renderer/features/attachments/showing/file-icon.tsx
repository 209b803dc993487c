import { type Attachment, fileKindOf } from '@chatter/shared/attachments.ts'
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
import './file-icon.css'

/** What kind of file it is, at a glance: a picture of it, and its ending. */
export function FileIcon({ file }: { file: Pick<Attachment, 'name' | 'type'> }) {
  const { Icon, tone } = looksOf(file)
  const ending = /\.([\p{L}\p{N}]{1,4})$/u.exec(file.name)?.[1]
  return (
    <span className={clsx('file-icon', `file-icon-${tone}`)} aria-hidden="true">
      <Icon size={20} strokeWidth={1.6} />
      {ending && <span className="file-icon-ending">{ending.toUpperCase()}</span>}
    </span>
  )
}

type Looks = { Icon: LucideIcon; tone: 'red' | 'blue' | 'green' | 'orange' | 'violet' | 'grey' }

const byEnding: [RegExp, Looks][] = [
  [/\.pdf$/i, { Icon: FileText, tone: 'red' }],
  [/\.(docx?|odt|hwpx?|rtf|pages|txt|md|epub)$/i, { Icon: FileText, tone: 'blue' }],
  [/\.(xlsx?|ods|csv|tsv|numbers)$/i, { Icon: FileSpreadsheet, tone: 'green' }],
  [/\.(pptx?|odp|key)$/i, { Icon: Presentation, tone: 'orange' }],
  [/\.(zip|gz|tgz|bz2|xz|zst|7z|rar|tar|alz|egg)$/i, { Icon: FileArchive, tone: 'orange' }],
  [
    /\.(html?|svg|[cm]?[jt]sx?|json|ya?ml|xml|css|py|rb|go|rs|java|kt|swift|c|h|cpp|cs|php|sh|sql)$/i,
    { Icon: FileCode, tone: 'violet' },
  ],
]

function looksOf(file: Pick<Attachment, 'name' | 'type'>): Looks {
  const known = byEnding.find(([ending]) => ending.test(file.name))?.[1]
  if (known) return known
  const kind = fileKindOf(file)
  if (kind === 'image') return { Icon: FileImage, tone: 'violet' }
  if (kind === 'video') return { Icon: FilePlay, tone: 'violet' }
  if (kind === 'audio') return { Icon: FileMusic, tone: 'violet' }
  return kind === 'document' ? { Icon: FileText, tone: 'blue' } : { Icon: File, tone: 'grey' }
}
