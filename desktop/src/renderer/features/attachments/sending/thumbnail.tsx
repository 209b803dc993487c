import { useEffect, useState } from 'react'
import type { PendingFile } from '../../../store/pending-file.ts'
import { FileIcon } from '../showing/file-icon.tsx'

/** A small picture of a file: of what is in it, where that can be drawn, else of what it is. */
export function Thumbnail({ file }: { file: PendingFile }) {
  // A small picture is its own thumbnail, and only what was measured can be drawn.
  const isDrawn = file.thumbnail !== undefined || (file.type.startsWith('image/') && file.width !== undefined)
  const url = useObjectUrl(isDrawn ? (file.thumbnail ?? file.blob) : undefined)
  if (!url) return <FileIcon file={file} />
  return <img className="file-thumbnail" src={url} alt="" draggable={false} />
}

function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!blob) return
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => {
      URL.revokeObjectURL(made)
      setUrl(undefined)
    }
  }, [blob])
  return url
}
