import { blobUrl } from '../../../lib/blob-urls.ts'
import type { PendingFile } from '../../../store/pending-file.ts'
import { FileIcon } from '../showing/file-icon.tsx'

/** A small picture of a file: of what is in it, where that can be drawn, else of what it is. */
export function Thumbnail({ file }: { file: PendingFile }) {
  // A small picture is its own thumbnail, and only what was measured can be drawn.
  const isDrawn = file.thumbnail !== undefined || (file.type.startsWith('image/') && file.width !== undefined)
  if (!isDrawn) return <FileIcon file={file} />
  return (
    <img className="file-thumbnail" src={blobUrl(file.thumbnail ?? file.blob)} alt="" draggable={false} />
  )
}
