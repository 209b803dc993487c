import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until the check no longer throws, and then answers with what it said; its last complaint is the test's. */
export async function eventually<T>(check: () => T | Promise<T>, patience = 60_000): Promise<T> {
  const deadline = Date.now() + patience
  for (let pause = 25; ; pause = Math.min(2 * pause, 200)) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(pause)
    }
  }
}
