import type { Attachment } from '@chatter/shared/attachments.ts'
import { Picture } from './picture.tsx'
import { frameOf, rowsOf } from './shapes.ts'
import './gallery.css'

/** Width of a gallery, in pixels, where there is room. */
const galleryWidth = 480

/** The pictures of a post: one in its own proportions, several as rows of tiles. */
export function Gallery({ pictures }: { pictures: readonly Attachment[] }) {
  const [first] = pictures
  if (!first) return null
  if (pictures.length === 1) {
    const frame = frameOf(first)
    return (
      <div
        className="gallery-single"
        style={{ width: frame.width, aspectRatio: `${frame.width} / ${frame.height}` }}
      >
        <Picture attachment={first} frame={frame} all={pictures} />
      </div>
    )
  }
  const tiles = layTiles(pictures)
  return (
    <div className="gallery">
      {tiles.map(({ attachment, inRow, more }) => {
        const width = galleryWidth / inRow
        return (
          <div key={attachment.id} className="gallery-tile" data-in-row={inRow}>
            <Picture
              attachment={attachment}
              frame={{ width, height: inRow === 2 ? width * 0.75 : width }}
              all={pictures}
              more={more}
              isTile
            />
          </div>
        )
      })}
    </div>
  )
}

function layTiles(pictures: readonly Attachment[]) {
  const places = rowsOf(pictures.length).flatMap(inRow => Array.from({ length: inRow }, () => inRow))
  return places.map((inRow, at) => ({
    attachment: pictures[at]!,
    inRow,
    more: at === places.length - 1 && pictures.length > places.length ? pictures.length - places.length : 0,
  }))
}
