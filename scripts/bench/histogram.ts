const bucketsPerMillisecond = 100
const longest = 4_000

/** Durations in milliseconds, counted in steps of 10 µs; what took longer than 4 s counts as 4 s. */
export class Histogram {
  count = 0
  private readonly buckets = new Uint32Array(bucketsPerMillisecond * longest + 1)

  add(milliseconds: number): void {
    const bucket = Math.floor(Math.max(milliseconds, 0) * bucketsPerMillisecond)
    this.buckets[bucket < this.buckets.length ? bucket : this.buckets.length - 1]!++
    this.count++
  }

  /** The duration that this share of all was not longer than; 0 when nothing was added. */
  quantile(share: number): number {
    let remaining = Math.ceil(this.count * share)
    if (remaining === 0) return 0
    for (let bucket = 0; bucket < this.buckets.length; bucket++) {
      remaining -= this.buckets[bucket]!
      if (remaining <= 0) return (bucket + 1) / bucketsPerMillisecond
    }
    return longest
  }

  clear(): void {
    this.buckets.fill(0)
    this.count = 0
  }
}
