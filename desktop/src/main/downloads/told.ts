/** Nobody waits for what took no longer, and its end is seen, in milliseconds. */
const short = 10_000

/** Whether the end of a download is told at the system. Pure. */
export function isTold(took: number, isLookedAt: boolean): boolean {
  return took >= short || !isLookedAt
}
