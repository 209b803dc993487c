import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { blobUrl } from '../../../lib/blob-urls.ts'
import { isStuck, type PendingFile } from '../../../store/pending-file.ts'
import type { Place } from '../showing/gallery.tsx'
import { lookOf } from '../showing/looks.ts'
import '../showing/picture.css'
import './pending-picture.css'

/** Frames that are narrower than this have no room for words, in pixels. */
const leastForWords = 200

type PictureProps = Pick<Place, 'frame' | 'isTile'> & {
  file: PendingFile
  facts: ReactNode
  actions: ReactNode
  bar: ReactNode
}

/** A picture on its way: in the frame that it will have when it is posted, so that nothing moves then. */
export function PendingPicture({ file, frame, isTile, facts, actions, bar }: PictureProps) {
  const { name, thumbnail, blob } = file
  return (
    <figure className="picture" aria-label={name}>
      <img
        className={clsx('picture-image', isTile && 'picture-image-tile')}
        src={blobUrl(thumbnail ?? blob)}
        alt=""
        draggable={false}
      />
      {bar && (
        <>
          <span className="picture-actions pending-picture-actions">{actions}</span>
          {frame.width >= leastForWords && <figcaption className="pending-picture-facts">{facts}</figcaption>}
          <span className="pending-picture-bar">{bar}</span>
        </>
      )}
    </figure>
  )
}

/** Whether it can be drawn before it is posted, and will be as a picture then. */
export function isPendingPicture(file: PendingFile): boolean {
  const { name, type, size, width, thumbnail } = file
  // A small picture is its own thumbnail, and only what was measured can be drawn.
  const hasThumbnail = thumbnail !== undefined
  return (
    !isStuck(file) &&
    width !== undefined &&
    lookOf({ name, type, size, ...(hasThumbnail && { hasThumbnail }) }) === 'picture'
  )
}
