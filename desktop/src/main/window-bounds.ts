/** Where the window was when it was last moved, in the coordinates of the whole desktop. */
export type Bounds = { x: number; y: number; width: number; height: number }
export type WindowPlace = Bounds & { maximized: boolean }

export const smallestSize = { width: 480, height: 400 } as const
const usualSize = { width: 1180, height: 780 } as const

/** This much of the window's upper edge must be on a screen, so that it can be seen and dragged. */
const graspable = { width: 120, height: 32 } as const

/**
 * Where to open the window. A place that is remembered holds while it can still be reached: screens get unplugged and
 * become smaller. Without `x` and `y` the window is centred.
 * @param remembered what the settings hold, whatever that is
 * @param workAreas of all screens, the main one first
 */
export function placeWindow(
  remembered: unknown,
  workAreas: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number; maximized: boolean } {
  const place = isPlace(remembered) ? remembered : undefined
  const home = place ? workAreas.find(area => isGraspable(place, area)) : undefined
  const room = home ?? workAreas[0]
  const size = {
    width: fit(place?.width ?? usualSize.width, smallestSize.width, room?.width),
    height: fit(place?.height ?? usualSize.height, smallestSize.height, room?.height),
  }
  const corner = place && home ? { x: place.x, y: place.y } : {}
  return { ...corner, ...size, maximized: place?.maximized ?? false }
}

const fit = (length: number, least: number, most = Number.POSITIVE_INFINITY) =>
  Math.max(least, Math.min(length, most))

function isGraspable({ x, y, width }: Bounds, area: Bounds): boolean {
  const shared = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  const isBelowTop = y >= area.y - graspable.height
  return shared >= graspable.width && isBelowTop && y + graspable.height <= area.y + area.height
}

function isPlace(value: unknown): value is WindowPlace {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height, maximized } = value as Record<string, unknown>
  return [x, y, width, height].every(Number.isSafeInteger) && typeof maximized === 'boolean'
}
