/** How a picture lies in the window: how much larger than fitted, and how far beside the middle. Pure. */

/** `x` and `y` are how far the picture's middle is from the window's, in pixels. */
export type Zoom = { scale: number; x: number; y: number }
export type Extent = { width: number; height: number }

export const fitted: Zoom = { scale: 1, x: 0, y: 0 }

const most = 12

/** @param picture the picture as it is when it fits
 *  @param at where to hold on to it, from the middle of the window */
export function zoomTo(
  { scale: before, x, y }: Zoom,
  wanted: number,
  picture: Extent,
  stage: Extent,
  at = { x: 0, y: 0 },
): Zoom {
  const scale = Math.min(most, Math.max(1, wanted))
  const grown = scale / before
  return hold({ scale, x: at.x - (at.x - x) * grown, y: at.y - (at.y - y) * grown }, picture, stage)
}

export function pan(zoom: Zoom, by: { x: number; y: number }, picture: Extent, stage: Extent): Zoom {
  return hold({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, picture, stage)
}

/** The picture covers the window where it is larger, and stays in the middle where it is not. */
function hold({ scale, x, y }: Zoom, picture: Extent, stage: Extent): Zoom {
  const within = (place: number, size: number, space: number) => {
    const slack = Math.max(0, (size * scale - space) / 2)
    return Math.min(slack, Math.max(-slack, place)) || 0
  }
  return { scale, x: within(x, picture.width, stage.width), y: within(y, picture.height, stage.height) }
}

/** The picture's size when it fits: no larger than it is, and no larger than the window. */
export function fit(natural: Extent, stage: Extent): Extent {
  const scale = Math.min(1, stage.width / natural.width, stage.height / natural.height)
  return { width: natural.width * scale, height: natural.height * scale }
}
