/** Rooms to whose other person no way was found: there the server is asked at once for a while, each time for longer. */
import { recall, remember } from '../lib/storage.ts'

/** In milliseconds: at first, and at most. Machines move, and then there may be a way. */
const rests = { first: 10 * 60_000, longest: 6 * 60 * 60_000 } as const

type Rest = { until: number; length: number }

export type WaysOptions = {
  /** Whose rooms these are. */
  serverUrl: string
  accountId: number
  now: () => number
}

/** What is known stays on this device, also over restarts. */
export function createWays({ serverUrl, accountId, now }: WaysOptions) {
  const key = `direct.unfound ${serverUrl} ${accountId}`
  const unfound = new Map<number, Rest>(read(recall(key)))
  const keep = () => remember(key, unfound.size === 0 ? null : JSON.stringify([...unfound]))

  return {
    isResting: (roomId: number): boolean => now() < (unfound.get(roomId)?.until ?? 0),
    noteUnfound(roomId: number) {
      const before = unfound.get(roomId)?.length
      const length = before ? Math.min(rests.longest, 3 * before) : rests.first
      unfound.set(roomId, { until: now() + length, length })
      keep()
    },
    noteFound(roomId: number) {
      if (unfound.delete(roomId)) keep()
    },
  }
}

function read(kept: string | null): [number, Rest][] {
  try {
    return JSON.parse(kept ?? '[]') as [number, Rest][]
  } catch {
    return []
  }
}
