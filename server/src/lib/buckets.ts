type Bucket = { level: number; at: number }

export type Buckets = {
  /** Takes one from the key's bucket. Returns 0, or the seconds until there is one again. */
  take: (key: string | number, now: number) => number
  /** Takes what was taken elsewhere already, even where that is more than there is: it has to flow in again first. */
  spend: (key: string | number, count: number, now: number) => void
}

/** Forgotten buckets are swept out at this size, so that keys do not grow the memory. */
const sweepSize = 10_000

/**
 * Token buckets, one for each key.
 * @param perMinute how many flow in per minute; 0 for no limit
 * @param burst a bucket holds what flows in during this time, so that a person may be quick for a moment; in milliseconds
 */
export function createBuckets(perMinute: number, burst: number): Buckets {
  if (perMinute === 0) return { take: () => 0, spend: () => {} }
  const perMillisecond = perMinute / 60_000
  const capacity = Math.max(1, perMillisecond * burst)
  const buckets = new Map<string | number, Bucket>()
  let sweepAt = sweepSize

  function sweep(now: number) {
    for (const [key, { at }] of buckets) if (now - at > burst) buckets.delete(key)
    sweepAt = Math.max(sweepSize, buckets.size * 2)
  }

  function fill(key: string | number, now: number): Bucket {
    const { level, at } = buckets.get(key) ?? { level: capacity, at: now }
    return { level: Math.min(capacity, level + Math.max(0, now - at) * perMillisecond), at: now }
  }

  function keep(key: string | number, bucket: Bucket) {
    buckets.set(key, bucket)
    if (buckets.size > sweepAt) sweep(bucket.at)
  }

  return {
    take(key, now) {
      const { level, at } = fill(key, now)
      if (level < 1) return (1 - level) / perMillisecond / 1000
      keep(key, { level: level - 1, at })
      return 0
    },
    spend(key, count, now) {
      const { level, at } = fill(key, now)
      keep(key, { level: Math.max(-capacity, level - count), at })
    },
  }
}
