/** Counts requests in windows of time, on all nodes together: a store for @fastify/rate-limit. */
import type { FastifyRateLimitOptions, FastifyRateLimitStore } from '@fastify/rate-limit'
import type { Uses } from './uses.ts'

type Window = { count: number; endsAt: number }

/** Windows that are over are swept out at this size, so that keys do not grow the memory. */
const sweepSize = 10_000

/**
 * Returns the class that the plugin asks for.
 * @param length of a window, in milliseconds
 */
export function createWindows(uses: Uses, length: number) {
  /** By the kind that uses are told by: each route with a limit of its own is one. */
  const stores = new Map<string, Windows>()
  uses.onUsed((kind, key, count) => stores.get(kind)?.add(String(key), count))

  class Windows implements FastifyRateLimitStore {
    readonly #windows = new Map<string, Window>()
    readonly #kind: string
    #sweepAt = sweepSize

    constructor(_options: FastifyRateLimitOptions, kind = 'requests') {
      this.#kind = kind
      stores.set(kind, this)
    }

    incr(key: string, callback: (error: Error | null, result: { current: number; ttl: number }) => void) {
      uses.note(this.#kind, key)
      const { count, endsAt } = this.add(key, 1)
      callback(null, { current: count, ttl: endsAt - Date.now() })
    }

    child(route: FastifyRateLimitOptions & { path: string }) {
      const { routeInfo } = route as unknown as { routeInfo: { method: string | string[]; url: string } }
      return new Windows(route, `${routeInfo.method} ${routeInfo.url}`)
    }

    add(key: string, more: number): Window {
      const now = Date.now()
      const known = this.#windows.get(key)
      const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + length }
      window.count += more
      this.#windows.set(key, window)
      if (this.#windows.size > this.#sweepAt) this.#sweep(now)
      return window
    }

    #sweep(now: number) {
      for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key)
      this.#sweepAt = Math.max(sweepSize, this.#windows.size * 2)
    }
  }
  return Windows
}
