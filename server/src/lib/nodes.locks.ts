import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'

/** A key whose holder was killed is free after this time, in milliseconds; who lives says so that often. */
const lease = 5_000
const renewal = 1_500

/** How long the next look at a key that is held waits, at most, in milliseconds. */
const longestWait = 20

const renewScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`
const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

/**
 * Holds a key of Redis until the returned function is called. Where Redis cannot be asked, nobody is waited for: the database
 * stays right without these locks, and only order is theirs.
 */
export async function holdKey(redis: Redis, key: string, onBusy: () => void): Promise<() => void> {
  const token = randomUUID()
  for (;;) {
    const taken = await redis.set(key, token, 'PX', lease, 'NX').catch(() => undefined)
    if (taken === undefined) return () => {}
    if (taken === 'OK') break
    onBusy()
    await pause(Math.ceil(Math.random() * longestWait))
  }
  const timer = setInterval(() => {
    redis.eval(renewScript, 1, key, token, lease).catch(() => {})
  }, renewal).unref()
  return () => {
    clearInterval(timer)
    redis.eval(releaseScript, 1, key, token).catch(() => {})
  }
}
