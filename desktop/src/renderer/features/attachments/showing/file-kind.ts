/** What a file is, as people call it: by its ending, and where that says nothing, by its type. Pure. */
import { type Attachment, fileKindOf } from '@chatter/shared/attachments.ts'

export type FileSort =
  | 'pdf'
  | 'document'
  | 'table'
  | 'slides'
  | 'archive'
  | 'code'
  | 'image'
  | 'video'
  | 'audio'
  | 'other'

const byEnding: [RegExp, FileSort][] = [
  [/\.pdf$/i, 'pdf'],
  [/\.(docx?|odt|hwpx?|rtf|pages|txt|md|epub)$/i, 'document'],
  [/\.(xlsx?|ods|csv|tsv|numbers)$/i, 'table'],
  [/\.(pptx?|odp|key)$/i, 'slides'],
  [/\.(zip|gz|tgz|bz2|xz|zst|7z|rar|tar|alz|egg)$/i, 'archive'],
  [/\.(html?|svg|[cm]?[jt]sx?|json|ya?ml|xml|css|py|rb|go|rs|java|kt|swift|c|h|cpp|cs|php|sh|sql)$/i, 'code'],
]

export function sortOf(file: Pick<Attachment, 'name' | 'type'>): FileSort {
  return byEnding.find(([ending]) => ending.test(file.name))?.[1] ?? fileKindOf(file)
}

/** The keys of its words. */
export const sortWords = {
  pdf: 'files.sortPdf',
  document: 'files.sortDocument',
  table: 'files.sortTable',
  slides: 'files.sortSlides',
  archive: 'files.sortArchive',
  code: 'files.sortCode',
  image: 'files.sortImage',
  video: 'files.sortVideo',
  audio: 'files.sortAudio',
  other: 'files.sortOther',
} as const satisfies Record<FileSort, string>
