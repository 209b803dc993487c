import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { CacheSnapshot, VirtualizerHandle } from 'virtua'
import type { Entry } from './view.ts'

type Sizes = { first: string | undefined; last: string; count: number; cache: CacheSnapshot }

/** How high the entries of each room were when it was left. The rooms of another account have other keys. */
const left = new Map<number, Sizes>()

/**
 * What virtua measured when this room was open last, as long as it begins with the same entries: its rows then stand where
 * they belong at once, instead of being laid out twice. A size that is wrong, in a window that is wider now, is measured anew.
 */
export function useSizes(
  roomId: number,
  entries: readonly Entry[],
  list: RefObject<VirtualizerHandle | null>,
): CacheSnapshot | undefined {
  const [known] = useState(() => {
    const sizes = left.get(roomId)
    return sizes && isOf(sizes, entries) ? sizes.cache : undefined
  })
  const latest = useRef(entries)
  useLayoutEffect(() => {
    latest.current = entries
  }, [entries])
  useLayoutEffect(
    () => () => {
      const cache = list.current?.cache
      if (cache) left.set(roomId, { ...endsOf(latest.current), cache })
    },
    [roomId, list],
  )
  return known
}

/** What was posted since stands below. */
function isOf({ first, last, count }: Sizes, entries: readonly Entry[]): boolean {
  return entries[1]?.key === first && entries[count - 1]?.key === last
}

/** The very first entry is the same in every room. */
function endsOf(entries: readonly Entry[]) {
  return { first: entries[1]?.key, last: entries.at(-1)!.key, count: entries.length }
}
