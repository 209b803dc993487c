import { setTimeout as pause } from 'node:timers/promises'

/** Resolves as soon as something is so. Rejects when it is not within the time, in milliseconds. */
export async function until(isSo: () => boolean | Promise<boolean>, within = 60_000): Promise<void> {
  const deadline = Date.now() + within
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It was not so within ${within} ms: ${isSo}`)
    await pause(5)
  }
}
