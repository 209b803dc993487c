import type { ReactNode } from 'react'
import { frameOf, rowsOf, type Shape } from './shapes.ts'
import './gallery.css'

/** Width of a gallery, in pixels, where there is room. */
const galleryWidth = 480

/** Where a picture stands in a gallery. */
export type Place = {
  /** In pixels, as it is laid out. */
  frame: { width: number; height: number }
  /** It fills its frame, and loses what does not fit. */
  isTile: boolean
  /** How many more there are, which this tile stands for. */
  more: number
}

type GalleryProps<Item> = { pictures: readonly Item[]; children: (picture: Item, place: Place) => ReactNode }

/** The pictures of a post: one in its own proportions, several as rows of tiles. */
export function Gallery<Item extends Shape & { id: string }>({ pictures, children }: GalleryProps<Item>) {
  const [first] = pictures
  if (!first) return null
  if (pictures.length === 1) {
    const frame = frameOf(first)
    return (
      <div
        className="gallery-single"
        style={{ width: frame.width, aspectRatio: `${frame.width} / ${frame.height}` }}
      >
        {children(first, { frame, isTile: false, more: 0 })}
      </div>
    )
  }
  return (
    <div className="gallery">
      {layTiles(pictures).map(({ picture, inRow, more }) => {
        const width = galleryWidth / inRow
        const frame = { width, height: inRow === 2 ? width * 0.75 : width }
        return (
          <div key={picture.id} className="gallery-tile" data-in-row={inRow}>
            {children(picture, { frame, isTile: true, more })}
          </div>
        )
      })}
    </div>
  )
}

function layTiles<Item>(pictures: readonly Item[]) {
  const places = rowsOf(pictures.length).flatMap(inRow => Array.from({ length: inRow }, () => inRow))
  return places.map((inRow, at) => ({
    picture: pictures[at]!,
    inRow,
    more: at === places.length - 1 && pictures.length > places.length ? pictures.length - places.length : 0,
  }))
}
